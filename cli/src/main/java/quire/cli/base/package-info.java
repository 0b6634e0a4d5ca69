/**
 * What every command needs: output, flags, exit codes, the process' environment. Uses no other
 * package of this module.
 */
package quire.cli.base;
