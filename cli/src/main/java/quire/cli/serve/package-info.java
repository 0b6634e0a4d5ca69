/**
 * A server for one client, or one for all. Uses base, copies, settings, stores, install and
 * servers.
 */
package quire.cli.serve;
