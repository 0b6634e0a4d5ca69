package quire.api;

import java.util.List;

/**
 * The best facts for a query, best first.
 *
 * @param left how many more facts were found; a broad query finds some hundreds at most
 */
public record RecallPage(List<RecalledFact> facts, int left) {
  public RecallPage {
    facts = List.copyOf(facts);
  }
}
