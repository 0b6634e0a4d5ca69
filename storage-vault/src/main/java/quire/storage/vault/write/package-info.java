/**
 * One transaction: the lock, the plan, the redo journal, the files, and what follows a crash. Uses
 * format, tree, log and index.
 */
package quire.storage.vault.write;
