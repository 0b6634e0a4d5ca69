package quire.ranking;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import quire.api.Fact;
import quire.api.RecallPage;
import quire.api.RecallQuery;
import quire.api.RecalledFact;

/** Answers a query from a backend's index. */
public final class Ranking {
  /** What the answer of a tool has beyond a fact's own texts: members' names, time and score. */
  private static final int FRAME = 100;

  private Ranking() {}

  /** {@return the page that the query asks for} */
  public static RecallPage recall(RecallQuery query, FactIndex index) {
    Candidates candidates = new Candidates(index, query.filter(), !Meaning.isAsked(query));
    Question question = candidates.gather(Question.of(query.text()));
    Scores scores = new Scores(question, candidates);
    List<Scores.Scored> ranked = scores.ranked(candidates.related());
    Optional<Meaning> meaning = Meaning.of(query, index, candidates, ranked);
    if (meaning.isPresent()) {
      scores = new Scores(question, candidates, meaning);
      ranked = scores.ranked(candidates.related());
    }
    List<Scores.Scored> found =
        scores.answer(ranked).stream()
            .filter(scored -> query.filter().accepts(scored.fact()))
            .skip(query.skip())
            .toList();
    return page(query, found);
  }

  /**
   * Carries out recalls of this thread with another closeness than the one that is installed.
   *
   * @param closeness empty for words alone
   */
  public static <T> T with(Optional<Closeness> closeness, Supplier<T> recalls) {
    return Meaning.with(closeness, recalls);
  }

  /** {@return whether a module of this installation knows meanings, be its model there or not} */
  public static boolean knowsMeanings() {
    return Meaning.closeness().isPresent();
  }

  /**
   * {@return whether something finds facts by their meaning here and is able to learn} False before
   * a recall has looked for it, and for ever where no module brings it.
   */
  public static boolean isLearning() {
    Optional<Closeness> closeness = Meaning.inUse();
    return closeness.isPresent() && closeness.get().isReady();
  }

  /**
   * Hands facts over that can then be found by their meaning, for a few milliseconds, if {@link
   * #isLearning()}.
   *
   * @return whether there are more; at once, and true, while the facts handed over before still
   *     wait to be understood
   */
  public static boolean learn(FactIndex index) {
    Optional<Closeness> closeness = Meaning.inUse();
    return closeness.isPresent()
        && closeness.get().isReady()
        && Learning.goOn(index, closeness.get());
  }

  private static RecallPage page(RecallQuery query, List<Scores.Scored> found) {
    List<RecalledFact> page = new ArrayList<>();
    long left = query.budget();
    for (Scores.Scored scored : found) {
      RecalledFact whole = recalled(scored, query.textLength());
      left -= whole.bytes() + FRAME;
      if (left >= 0) {
        page.add(whole);
      } else if (page.isEmpty()) {
        page.add(withoutBytes(scored, whole, -left));
      }
      if (left < 0 || page.size() == query.limit()) {
        break;
      }
    }
    return new RecallPage(page, found.size() - page.size());
  }

  private static RecalledFact recalled(Scores.Scored scored, int textLength) {
    Fact fact = scored.fact();
    String text = fact.text().orElse("");
    if (text.length() <= textLength || text.codePointCount(0, text.length()) <= textLength) {
      return recalled(scored, fact, false);
    }
    String start = text.substring(0, text.offsetByCodePoints(0, textLength));
    return recalled(scored, with(fact, start), true);
  }

  private static RecalledFact recalled(Scores.Scored scored, Fact fact, boolean cut) {
    return new RecalledFact(
        fact,
        cut,
        scored.replaced(),
        scored.score(),
        List.copyOf(scored.occurrences().words()),
        scored.occurrences().relation(),
        Optional.empty());
  }

  /** Cuts a text by at least so many bytes, or to nothing. */
  private static RecalledFact withoutBytes(Scores.Scored scored, RecalledFact whole, long bytes) {
    String text = whole.fact().text().orElse("");
    int end = text.length();
    for (long cut = 0; cut < bytes && end > 0; ) {
      int start = text.offsetByCodePoints(end, -1);
      cut += bytes(text.substring(start, end));
      end = start;
    }
    return recalled(scored, with(whole.fact(), text.substring(0, end)), true);
  }

  private static Fact with(Fact fact, String text) {
    return new Fact(
        fact.sequence(),
        fact.entity(),
        fact.type(),
        fact.text().isEmpty() ? fact.text() : Optional.of(text),
        fact.author(),
        fact.time());
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
