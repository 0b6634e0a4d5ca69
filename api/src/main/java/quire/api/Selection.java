package quire.api;

import java.util.List;

/** Which part of the graph a read returns. */
public sealed interface Selection {
  /** Everything (R6). */
  record Everything() implements Selection {}

  /**
   * The entities with exactly these names, unknown ones skipped, and every relation with at least
   * one end among the entities found (R7).
   */
  record Named(List<String> names) implements Selection {
    public Named {
      names = List.copyOf(names);
    }
  }

  /**
   * The entities that hold the query in their name, type or one observation (any case), then those
   * that hold all of its words, and every relation with at least one end among them (R8). Of the
   * former come first the one whose name is the query, then names that begin with it, then names
   * that it is part of; of the latter, names that hold all words; of equals, the oldest. Where
   * every word is very frequent, a backend may leave out older entities that hold all words but not
   * the query, and says from where on. The query is text and never syntax; the empty query selects
   * everything.
   *
   * <p>An accent is the same whether it is a part of its letter or follows it, and ß is ss; names
   * stay apart all the same (R16). A word is letters, marks and numbers in a row; of scripts that
   * put no blanks between words, it is held wherever its characters stand in a row.
   */
  record Matching(String query) implements Selection {}
}
