/** The protocol over HTTP, in both of its eras. Uses engine, access, door and events. */
package quire.http.mcp;
