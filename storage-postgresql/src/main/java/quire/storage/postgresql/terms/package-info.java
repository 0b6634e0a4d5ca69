/** How texts become keys and terms of an index. Uses no other package here. */
package quire.storage.postgresql.terms;
