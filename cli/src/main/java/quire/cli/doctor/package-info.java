/**
 * The command that says what is wrong and what to do. Uses base, settings, stores, servers and
 * install.
 */
package quire.cli.doctor;
