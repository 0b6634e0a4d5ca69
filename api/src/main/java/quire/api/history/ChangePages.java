package quire.api.history;

import java.util.List;
import java.util.function.Predicate;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.MemoryStore;

/** Walks the log of changes page by page. */
final class ChangePages {
  private static final int PAGE = 1_000;

  private ChangePages() {}

  /** Hands out the changes after this one, oldest first, until the visitor has seen enough. */
  static void each(MemoryStore store, long after, Predicate<? super Change> goesOn) {
    long last = after;
    List<Change> page;
    do {
      page = store.changes(ChangeQuery.after(last, PAGE));
      for (Change change : page) {
        if (!goesOn.test(change)) {
          return;
        }
        last = change.sequence();
      }
    } while (page.size() == PAGE);
  }
}
