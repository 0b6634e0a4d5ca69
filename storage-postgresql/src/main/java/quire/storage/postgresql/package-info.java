/**
 * A memory in a database as a backend: the store, its provider, its health, its making. Uses every
 * other package of this module and is used by none.
 */
package quire.storage.postgresql;
