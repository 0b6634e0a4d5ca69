package quire.ranking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import quire.api.Fact;
import quire.text.StopWords;
import quire.text.Tokens;
import quire.text.WordForms;

/**
 * Puts what is current before what it replaced.
 *
 * <p>A fact replaces an older one of the same entity if another session wrote it, it answers the
 * question about as well, and it repeats most of the other's words; fewer if it says itself that
 * something changed. A newer one that is nearly so much alike, or has another number, only comes
 * before the older one; so does one that tells of a change and names what no third fact of the
 * entity does, as "we left Jenkins" does after "builds run on Jenkins".
 */
final class Replacements {
  /** So many of the best are compared: what comes after them is hardly read. */
  private static final int COMPARED = 20;

  /** At 0.6, facts that merely mention the older one's subject came before it. */
  private static final double AS_GOOD = 0.8;

  private static final double SHARED = 0.5;
  private static final double SHARED_BY_A_CHANGE = 0.25;

  /**
   * A newer fact comes first already if it is this much alike; it need not say otherwise, so the
   * older one is not marked. Chosen as wide as it did no harm to any kind of question.
   */
  private static final double ALIKE = 0.4;

  private static final double ALIKE_WITH_ANOTHER_NUMBER = 0.35;

  /** How well a newer fact has to answer that tells of a change, or has another number. */
  private static final double ANSWERS_AS_WELL = 0.5;

  /** How well it has to answer in all that tells of a change and names what the older one does. */
  private static final double ANSWERS_SOMEHOW = 0.4;

  /** Words by which a note says that it is about a change; English and German. */
  private static final Set<String> CHANGE =
      Set.of(
          ("now since replaced replaces moved switched changed upgraded raised lowered stopped"
                  + " dropped rewritten renamed updated migrated anymore reverted supersedes"
                  + " increased reduced became seit jetzt nun ersetzt statt")
              .split(" "));

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  /**
   * What a text says.
   *
   * @param names of the stems, those of names and numbers
   */
  private record Words(Set<String> stems, Set<String> names, boolean tellsChange) {
    long shared(Words other) {
      return stems.stream().filter(other.stems::contains).count();
    }

    double share(Words other) {
      return (double) shared(other) / Math.min(stems.size(), other.stems.size());
    }

    boolean hasNumberBeyond(Words other) {
      return stems.stream()
          .anyMatch(
              stem -> stem.chars().anyMatch(Character::isDigit) && !other.stems.contains(stem));
    }
  }

  private final Question question;
  private final Collection<Occurrences.Of> all;
  private final Map<Long, Words> words = new HashMap<>();
  private final Map<String, List<Words>> ofEntities = new HashMap<>();

  /**
   * @param all what was read, found or not
   */
  Replacements(Question question, Collection<Occurrences.Of> all) {
    this.question = question;
    this.all = all;
  }

  /** {@return the same facts, each replacement just before what it replaced, which says so} */
  List<Scores.Scored> ordered(List<Scores.Scored> ranked) {
    List<Scores.Scored> order = new ArrayList<>(ranked);
    int compared = Math.min(COMPARED, order.size());
    for (int i = 0; i < compared; i++) {
      Scores.Scored older = order.get(i);
      int newest = newest(order, i);
      if (newest >= 0) {
        if (order.stream().anyMatch(one -> isNewer(one, older) && replaces(one, older))) {
          order.set(i, older.asReplaced());
        }
        if (newest > i) {
          order.add(i, order.remove(newest));
          i++;
        }
      }
    }
    return order;
  }

  /** {@return the place of the newest fact that is to come before the one at this place, or -1} */
  private int newest(List<Scores.Scored> order, int older) {
    int newest = -1;
    Scores.Scored last = order.get(older);
    for (int i = 0; i < order.size(); i++) {
      if (isNewer(order.get(i), last) && comesBefore(order.get(i), order.get(older))) {
        newest = i;
        last = order.get(i);
      }
    }
    return newest;
  }

  private static boolean isNewer(Scores.Scored one, Scores.Scored other) {
    return one.fact().sequence() > other.fact().sequence();
  }

  private boolean replaces(Scores.Scored newer, Scores.Scored older) {
    if (!areOfOneEntity(newer, older)
        || newer.score().text() <= 0
        || newer.fact().author().equals(older.fact().author())
        || newer.score().text() < AS_GOOD * older.score().text()
        || newer.score().exact() < older.score().exact()) {
      return false;
    }
    Words of = words(newer.fact());
    Words before = words(older.fact());
    return of.shared(before) > 1
        && of.share(before) >= (of.tellsChange() ? SHARED_BY_A_CHANGE : SHARED);
  }

  private boolean comesBefore(Scores.Scored newer, Scores.Scored older) {
    if (!areOfOneEntity(newer, older)) {
      return false;
    }
    Words of = words(newer.fact());
    Words before = words(older.fact());
    if (newer.score().total() >= ANSWERS_SOMEHOW * older.score().total()
        && older.score().text() > 0
        && of.tellsChange()
        && namesTheSame(of, before, older.fact().entity())) {
      return true;
    }
    if (newer.score().text() <= 0) {
      return false;
    }
    boolean otherNumber =
        of.shared(before) > 1
            && of.share(before) >= ALIKE_WITH_ANOTHER_NUMBER
            && of.hasNumberBeyond(before)
            && before.hasNumberBeyond(of);
    double least = otherNumber || of.tellsChange() ? ANSWERS_AS_WELL : AS_GOOD;
    boolean answers =
        newer.score().text() >= least * older.score().text()
            && (of.tellsChange() || newer.score().exact() >= older.score().exact());
    return answers
        && (of.tellsChange()
            ? of.shared(before) > 0 && of.share(before) >= SHARED_BY_A_CHANGE
            : of.shared(before) > 1 && of.share(before) >= ALIKE);
  }

  private static boolean areOfOneEntity(Scores.Scored newer, Scores.Scored older) {
    return newer.fact().entity().equals(older.fact().entity())
        && newer.occurrences().relation().isEmpty()
        && older.occurrences().relation().isEmpty()
        && newer.fact().text().isPresent()
        && older.fact().text().isPresent();
  }

  /** {@return whether a name or number that was not asked for is in these two facts alone} */
  private boolean namesTheSame(Words of, Words before, String entity) {
    List<Words> others =
        ofEntities.computeIfAbsent(
            entity,
            unseen ->
                all.stream()
                    .map(Occurrences.Of::fact)
                    .filter(fact -> fact.entity().equals(entity) && fact.text().isPresent())
                    .map(this::words)
                    .toList());
    return of.stems().stream()
        .filter(before.stems()::contains)
        .filter(stem -> of.names().contains(stem) || before.names().contains(stem))
        .filter(stem -> question.terms().stream().noneMatch(term -> term.stem().equals(stem)))
        .anyMatch(
            stem -> others.stream().filter(other -> other.stems().contains(stem)).count() <= 2);
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
    return new Words(stems, names(text), change[0]);
  }

  /** {@return stems of what has a digit, or a capital letter that begins no sentence} */
  private static Set<String> names(String text) {
    Set<String> names = new HashSet<>();
    Matcher word = WORD.matcher(text);
    int end = 0;
    while (word.find()) {
      boolean begins =
          end == 0 || text.substring(end, word.start()).chars().anyMatch(c -> isStop((char) c));
      if (isName(word.group(), begins)) {
        Tokens.visit(word.group(), token -> names.add(WordForms.stem(token)), joined -> {});
      }
      end = word.end();
    }
    return names;
  }

  private static boolean isStop(char c) {
    return c == '.' || c == '!' || c == '?';
  }

  private static boolean isName(String word, boolean begins) {
    return word.chars().anyMatch(Character::isDigit)
        || word.chars().skip(begins ? 1 : 0).anyMatch(Character::isUpperCase);
  }
}
