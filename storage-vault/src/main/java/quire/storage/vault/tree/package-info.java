/** The folder of notes: where it lies, what is in it, what changes in it. Uses format. */
package quire.storage.vault.tree;
