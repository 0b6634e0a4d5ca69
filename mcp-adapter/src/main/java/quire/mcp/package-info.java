/**
 * The door: a server and a client over standard streams. Uses all rooms, which are not exported.
 */
package quire.mcp;
