/**
 * What can be offered to clients: tools, resources, prompts, and what they work with. Uses json and
 * protocol.
 */
package quire.mcp.catalog;
