package quire.api;

import java.util.List;

/**
 * The best facts for a query, best first.
 *
 * @param left how many more facts were found; a broad query finds some hundreds at most
 * @param missing what the store holds and could not be searched, with the reason, one sentence each
 */
public record RecallPage(List<RecalledFact> facts, int left, List<String> missing) {
  public RecallPage {
    facts = List.copyOf(facts);
    missing = List.copyOf(missing);
  }

  /** Makes a page of a store that could be searched as a whole. */
  public RecallPage(List<RecalledFact> facts, int left) {
    this(facts, left, List.of());
  }
}
