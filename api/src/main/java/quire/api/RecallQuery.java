package quire.api;

/**
 * What to recall, and how much of it.
 *
 * @param text a question or some words; text and never syntax. A blank text asks for the newest
 *     facts
 * @param skip how many of the best facts to leave out, because an earlier page had them
 * @param limit at most so many facts, 1 to 1000
 * @param budget names, types and texts of a page have at most so many bytes of UTF-8; at least 1
 * @param textLength longer texts are cut to so many code points; at least 1
 */
public record RecallQuery(
    String text, RecallFilter filter, int skip, int limit, int budget, int textLength) {
  public RecallQuery {
    if (skip < 0) {
      throw new IllegalArgumentException("skip must not be negative: " + skip);
    }
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("limit must be 1 to 1000, not " + limit);
    }
    if (budget < 1 || textLength < 1) {
      throw new IllegalArgumentException(
          "budget and textLength must be at least 1, not %d and %d".formatted(budget, textLength));
    }
  }

  /** {@return a query for the best facts, whole, whatever their size} */
  public static RecallQuery of(String text, int limit) {
    return new RecallQuery(text, RecallFilter.NONE, 0, limit, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** {@return the same query, of these facts only} */
  public RecallQuery within(RecallFilter only) {
    return new RecallQuery(text, only, skip, limit, budget, textLength);
  }
}
