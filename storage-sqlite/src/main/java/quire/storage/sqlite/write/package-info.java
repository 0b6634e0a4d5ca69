/**
 * The one writer of this process: queue, lock, transaction, and what goes into the tables. Uses
 * terms, file and read.
 */
package quire.storage.sqlite.write;
