/**
 * The vault as a backend: the store, its provider, its health and its two commands. Uses every
 * other package of this module and is used by none.
 */
package quire.storage.vault;
