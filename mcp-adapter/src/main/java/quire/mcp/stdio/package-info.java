/**
 * Lines in, lines out: reading, handing the reading on, and the one writer. Uses json, protocol and
 * calls.
 */
package quire.mcp.stdio;
