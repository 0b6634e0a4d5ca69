/**
 * The graph and its changes as an answer has them: whole, a part at a time, with their schemas.
 * Uses json, protocol and catalog.
 */
package quire.mcp.graph;
