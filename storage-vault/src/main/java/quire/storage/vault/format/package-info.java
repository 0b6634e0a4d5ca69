/**
 * What a note looks like: front matter, lines, links, escapes, and the names of files. Uses no
 * other package of this module.
 */
package quire.storage.vault.format;
