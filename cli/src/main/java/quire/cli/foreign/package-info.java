/**
 * What other memory programs keep: which of them a file or a folder belongs to, and what of it is a
 * graph. Uses base and intake.
 */
package quire.cli.foreign;
