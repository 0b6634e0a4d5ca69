package quire.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Walks the log of changes page by page. */
public final class ChangePages {
  /** What the store answers at most. */
  private static final int PAGE = 1_000;

  private ChangePages() {}

  /** Hands out the changes after this one, oldest first, until the visitor has seen enough. */
  public static void each(MemoryStore store, long after, Predicate<? super Change> goesOn) {
    each(store, ChangeQuery.after(after, PAGE), goesOn);
  }

  /** Hands out an entity's changes, oldest first, until the visitor has seen enough. */
  public static void ofEntity(MemoryStore store, String name, Predicate<? super Change> goesOn) {
    each(
        store,
        new ChangeQuery(0, Optional.empty(), Optional.of(name), Optional.empty(), PAGE),
        goesOn);
  }

  /**
   * Hands out all the changes that a query means, oldest first, until the visitor has seen enough.
   *
   * @param query whose limit is how many are read at a time
   */
  public static void each(MemoryStore store, ChangeQuery query, Predicate<? super Change> goesOn) {
    long last = query.after();
    List<Change> page;
    do {
      page =
          store.changes(
              new ChangeQuery(last, query.since(), query.entity(), query.client(), query.limit()));
      for (Change change : page) {
        if (!goesOn.test(change)) {
          return;
        }
        last = change.sequence();
      }
    } while (page.size() == query.limit());
  }
}
