/**
 * The commands that show the servers of the machine and stop those left behind. Uses base, settings
 * and stores.
 */
package quire.cli.servers;
