/** Where a memory is and how it is reached, read as psql reads it. Uses no other package here. */
package quire.storage.postgresql.address;
