/**
 * Whole stores: archives, copies from backend to backend, and whether two stores are equal. Uses
 * base, exchange, install, settings and stores.
 */
package quire.cli.copies;
