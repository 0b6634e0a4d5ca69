/**
 * The memory as tools, resources and prompts: each class has the texts that a model reads of it,
 * and {@link quire.mcp.tools.MemoryCatalog} has those of the server. Uses json, protocol, catalog
 * and graph.
 */
package quire.mcp.tools;
