/** What was: the graph at an earlier time, and how to take calls back. Uses the store contract. */
@NullMarked
package quire.api.history;

import org.jspecify.annotations.NullMarked;
