/** The file, its connections, its schema, and what its failures mean. Uses terms. */
package quire.storage.sqlite.file;
