/** The databases of other memory programs, which are only read. Uses no other package here. */
package quire.storage.sqlite.foreign;
