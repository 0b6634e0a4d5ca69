/** A server for one client. Uses base, settings, stores and install. */
package quire.cli.serve;
