/** The log of changes and what all processes share beside it. Uses tree. */
package quire.storage.vault.log;
