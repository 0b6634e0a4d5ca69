/** HTTP itself: what a request says and how it is answered. Uses no other room. */
package quire.http.engine;
