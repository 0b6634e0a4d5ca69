/** The memory as tools, resources and prompts. Uses json, protocol and catalog. */
package quire.mcp.tools;
