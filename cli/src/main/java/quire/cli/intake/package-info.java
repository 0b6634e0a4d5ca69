/**
 * What comes into a store from elsewhere: its pieces, how they are fitted to the limits of the
 * contract, and what became of them. Uses base and settings.
 */
package quire.cli.intake;
