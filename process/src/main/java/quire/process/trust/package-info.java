/**
 * Decides whose word counts: which files, folders and links may say something about this user's
 * memory. Uses no other room.
 */
@NullMarked
package quire.process.trust;

import org.jspecify.annotations.NullMarked;
