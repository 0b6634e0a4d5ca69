/**
 * Knows how tokens look that identify themselves, finds them in a text, and keeps them out of a
 * store. Uses the contract alone.
 */
@NullMarked
package quire.secrets;

import org.jspecify.annotations.NullMarked;
