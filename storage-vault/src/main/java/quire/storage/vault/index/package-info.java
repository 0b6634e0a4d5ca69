/**
 * What this process knows of all notes, and how it keeps that in step with the folder and the log.
 * Uses format, tree and log.
 */
package quire.storage.vault.index;
