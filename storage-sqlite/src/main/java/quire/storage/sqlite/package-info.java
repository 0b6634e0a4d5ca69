/**
 * The file as a backend: the store, its provider, its health. Uses every other package of this
 * module and is used by none.
 */
package quire.storage.sqlite;
