/**
 * The servers of the machine: which are left behind, which may be stopped, and how. Uses kernel,
 * table, owner and registry.
 */
package quire.process.siblings;
