/**
 * What a page shows, as JSON: docs/http.md has its form. Uses engine, access, door, events and mcp.
 */
package quire.http.api;
