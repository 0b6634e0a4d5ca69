/**
 * Where the program begins: it puts the commands together and runs one. Uses every other package of
 * this module and is used by none.
 */
package quire.cli;
