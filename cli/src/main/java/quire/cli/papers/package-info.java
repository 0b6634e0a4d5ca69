/**
 * Completion scripts and manual pages, made from the same descriptions of the commands as --help.
 * Uses base.
 */
package quire.cli.papers;
