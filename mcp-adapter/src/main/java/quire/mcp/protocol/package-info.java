/**
 * The messages of the protocol in all its revisions, and the channel that carries them. Uses json.
 */
package quire.mcp.protocol;
