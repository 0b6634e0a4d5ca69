/**
 * A memory leaves and comes: the commands that write it for other programs and take over what those
 * have. Uses base, copies, exchange, foreign, intake, settings and stores.
 */
package quire.cli.transfer;
