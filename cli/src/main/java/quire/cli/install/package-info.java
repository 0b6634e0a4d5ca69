/**
 * Setting up, upgrading and demonstrating an installation. Uses base, settings, stores and servers.
 */
package quire.cli.install;
