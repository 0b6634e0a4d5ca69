/**
 * Everything that only reads: rows, snapshots, search, the log of changes. Uses terms and server.
 */
package quire.storage.postgresql.read;
