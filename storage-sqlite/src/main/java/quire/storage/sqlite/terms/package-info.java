/**
 * How texts and ids are stored and found: case, words, trigrams. Uses no other package of this
 * module.
 */
package quire.storage.sqlite.terms;
