/**
 * The servers of the machine: which are left behind (orphans: {@link
 * quire.process.siblings.Siblings}), which may be stopped ({@link
 * quire.process.siblings.StopPlan}), and how. Uses kernel, table, owner and registry.
 */
package quire.process.siblings;
