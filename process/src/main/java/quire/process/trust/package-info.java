/**
 * Decides whose word counts: which files, folders and links may say something about this user's
 * memory. Uses nothing else of the module.
 */
@NullMarked
package quire.process.trust;

import org.jspecify.annotations.NullMarked;
