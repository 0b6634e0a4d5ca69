package quire.cli.scope;

import java.util.ArrayList;
import java.util.List;
import quire.api.MemoryStore;
import quire.api.RecallPage;
import quire.api.RecallQuery;
import quire.api.RecalledFact;

/**
 * The best facts of one store for a query, best first.
 *
 * @param found how many there are, these included
 */
record Ranked(MemoryStore store, List<RecalledFact> facts, long found, List<String> missing) {
  private static final int LARGEST_PAGE = 1_000;

  /** As the ranking of one store reckons: what an answer has around a fact. */
  private static final int FRAME = 100;

  /** Asks for so many facts, whatever their size. */
  static Ranked of(MemoryStore store, RecallQuery query, int wanted) {
    List<RecalledFact> facts = new ArrayList<>();
    RecallPage page;
    do {
      int limit = Math.min(LARGEST_PAGE, wanted - facts.size());
      page = store.recall(part(query, facts.size(), limit, Integer.MAX_VALUE));
      facts.addAll(page.facts());
    } while (page.left() > 0 && !page.facts().isEmpty() && facts.size() < wanted);
    return new Ranked(store, facts, (long) facts.size() + page.left(), page.missing());
  }

  /** A store that could not be asked, and why. */
  static Ranked unread(MemoryStore store, String reason) {
    return new Ranked(store, List.of(), 0, List.of(reason));
  }

  private static RecallQuery part(RecallQuery query, int skip, int limit, int budget) {
    return new RecallQuery(query.text(), query.filter(), skip, limit, budget, query.textLength());
  }

  /**
   * {@return the page of both together} Their order in each store stays; of two the better one is
   * first, for a query without words the newer one, and of equals the first store's.
   */
  static RecallPage merged(RecallQuery query, Ranked first, Ranked second) {
    List<RecalledFact> page = new ArrayList<>();
    boolean newest = query.text().isBlank();
    long left = query.budget();
    int one = 0;
    int two = 0;
    while (page.size() < query.limit() && left >= 0) {
      boolean mayFirst = one < first.facts.size();
      boolean maySecond = two < second.facts.size();
      if (!mayFirst && !maySecond) {
        break;
      }
      boolean takesFirst =
          mayFirst
              && (!maySecond || !isBefore(second.facts.get(two), first.facts.get(one), newest));
      Ranked taken = takesFirst ? first : second;
      int rank = takesFirst ? one++ : two++;
      if (one + two > query.skip()) {
        RecalledFact whole = taken.facts.get(rank);
        left -= whole.bytes() + FRAME;
        if (left >= 0 || page.isEmpty()) {
          RecalledFact fits = left >= 0 ? whole : taken.fitting(query, rank);
          page.add(takesFirst ? fits : fits.from(ProjectAndUserStore.USER));
        }
      }
    }
    long rest = first.found + second.found - query.skip() - page.size();
    List<String> missing = new ArrayList<>(first.missing);
    missing.addAll(second.missing);
    return new RecallPage(page, Math.clamp(rest, 0, Integer.MAX_VALUE), missing);
  }

  /** {@return the fact of this rank, cut by its own store to what the budget allows} */
  private RecalledFact fitting(RecallQuery query, int rank) {
    List<RecalledFact> cut = store.recall(part(query, rank, 1, query.budget())).facts();
    return cut.isEmpty() ? facts.get(rank) : cut.getFirst();
  }

  private static boolean isBefore(RecalledFact one, RecalledFact other, boolean newest) {
    return newest
        ? one.fact().time().isAfter(other.fact().time())
        : one.score().total() > other.score().total();
  }
}
