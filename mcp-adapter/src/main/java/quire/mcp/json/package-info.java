/** JSON as it is read, described and written, in bounded memory. Uses no other room. */
package quire.mcp.json;
