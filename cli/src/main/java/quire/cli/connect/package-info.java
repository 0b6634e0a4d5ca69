/**
 * Finds the coding agents of this machine and writes, repairs or removes Quire's own entry in their
 * files, to the byte. Uses base, install and serve.
 */
package quire.cli.connect;
