/** What changes in the store, for any number of streams. Uses engine and door. */
package quire.http.events;
