/** One memory for any number of clients over HTTP. Uses all rooms. */
package quire.http;
