/**
 * What a memory is outside of a store: the forms in which it is written for other programs, and the
 * sources of other programs that are read. Uses base and intake.
 */
package quire.cli.exchange;
