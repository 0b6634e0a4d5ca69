/** Connections, messages, the schema, and what a server's failures mean. Uses address. */
package quire.storage.postgresql.server;
