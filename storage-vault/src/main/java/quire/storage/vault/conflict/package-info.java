/** What a sync program left behind, and how people settle it. Uses all but the root. */
package quire.storage.vault.conflict;
