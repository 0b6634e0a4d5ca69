/** What is asked of every request before it is served. Uses engine and access. */
package quire.http.door;
