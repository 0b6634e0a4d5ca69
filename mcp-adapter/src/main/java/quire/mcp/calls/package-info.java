/**
 * From a message to its answer: dispatch, order, one call, subscriptions. Uses json, protocol and
 * catalog.
 */
package quire.mcp.calls;
