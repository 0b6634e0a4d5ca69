/** Everything that only reads: rows, snapshots, search, the log of changes. Uses terms and file. */
package quire.storage.sqlite.read;
