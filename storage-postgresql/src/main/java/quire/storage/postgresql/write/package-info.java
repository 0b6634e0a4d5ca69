/**
 * What is written: one message a group of calls, and what becomes of it if its answer is lost. Uses
 * address, terms, server and read.
 */
package quire.storage.postgresql.write;
