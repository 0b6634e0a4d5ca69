/** How ids are kept, and how the index of terms is asked. Uses no other package here. */
package quire.storage.sqlite.terms;
