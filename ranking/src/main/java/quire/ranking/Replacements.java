package quire.ranking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import quire.api.Fact;
import quire.text.StopWords;
import quire.text.Tokens;
import quire.text.WordForms;

/**
 * Puts what is current before what it replaced.
 *
 * <p>A fact replaces an older one of the same entity if another session wrote it, it answers the
 * question about as well, and it repeats most of the other's words; fewer if it says itself that
 * something changed.
 */
final class Replacements {
  /** So many of the best are compared: what comes after them is hardly read. */
  private static final int COMPARED = 12;

  /** At 0.6, facts that merely mention the older one's subject came before it. */
  private static final double AS_GOOD = 0.8;

  private static final double SHARED = 0.5;
  private static final double SHARED_BY_A_CHANGE = 0.25;

  /** Words by which a note says that it is about a change; English and German. */
  private static final Set<String> CHANGE =
      Set.of(
          ("now since replaced replaces moved switched changed upgraded raised lowered stopped"
                  + " dropped rewritten renamed updated migrated anymore reverted supersedes"
                  + " increased reduced became seit jetzt nun ersetzt statt")
              .split(" "));

  private record Words(Set<String> stems, boolean tellsChange) {}

  private final Map<Long, Words> words = new HashMap<>();

  private Replacements() {}

  /** {@return the same facts, each replacement just before what it replaced, which says so} */
  static List<Scores.Scored> order(List<Scores.Scored> ranked) {
    return new Replacements().ordered(ranked);
  }

  private List<Scores.Scored> ordered(List<Scores.Scored> ranked) {
    List<Scores.Scored> order = new ArrayList<>(ranked);
    int compared = Math.min(COMPARED, order.size());
    for (int i = 0; i < compared; i++) {
      int newest = newestReplacement(order, i);
      if (newest >= 0) {
        Scores.Scored older = order.get(i);
        order.set(i, older.asReplaced());
        if (newest > i) {
          order.add(i, order.remove(newest));
          i++;
        }
      }
    }
    return order;
  }

  /** {@return the place of the newest fact that replaces the one at this place, or -1} */
  private int newestReplacement(List<Scores.Scored> order, int older) {
    int newest = -1;
    long sequence = order.get(older).fact().sequence();
    for (int i = 0; i < order.size(); i++) {
      if (order.get(i).fact().sequence() > sequence && replaces(order.get(i), order.get(older))) {
        newest = i;
        sequence = order.get(i).fact().sequence();
      }
    }
    return newest;
  }

  private boolean replaces(Scores.Scored newer, Scores.Scored older) {
    Fact one = newer.fact();
    Fact other = older.fact();
    if (!one.entity().equals(other.entity())
        || one.text().isEmpty()
        || other.text().isEmpty()
        || one.author().equals(other.author())
        || newer.score().text() <= 0
        || newer.score().text() < AS_GOOD * older.score().text()
        || newer.score().exact() < older.score().exact()) {
      return false;
    }
    Words of = words(one);
    Words before = words(other);
    long shared = of.stems().stream().filter(before.stems()::contains).count();
    double share = (double) shared / Math.min(of.stems().size(), before.stems().size());
    return shared > 1 && share >= (of.tellsChange() ? SHARED_BY_A_CHANGE : SHARED);
  }

  private Words words(Fact fact) {
    return words.computeIfAbsent(fact.sequence(), unseen -> read(fact.text().orElse("")));
  }

  private static Words read(String text) {
    Set<String> stems = new HashSet<>();
    boolean[] change = new boolean[1];
    Tokens.visit(
        text,
        word -> {
          change[0] |= CHANGE.contains(word);
          if (!StopWords.contains(word)) {
            stems.add(WordForms.stem(word));
          }
        },
        joined -> {});
    return new Words(stems, change[0]);
  }
}
