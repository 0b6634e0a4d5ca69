package quire.ranking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import quire.text.Tokens;

/**
 * Who speaks in what was found, as Mira in "Mira: I saw it". To a model, all that she ever said is
 * near to a question that names her, so where two talk it reads the question without the name: who
 * is meant, the words tell better. Where many do, the name tells which talk is meant. ADR 0051 has
 * the runs.
 */
final class Speakers {
  /** What stands before fewer texts is not taken for a speaker. Chosen, not measured. */
  private static final int LEAST = 5;

  /** Two were measured, and twenty, where meanings lose two points of R@10 by it. */
  private static final int MOST = 2;

  private static final String SOMEONE = "someone";

  /** In talks, .77 to .92 of a speaker's texts have one of these; of notes with a label, .22. */
  private static final Pattern TALK =
      Pattern.compile("\\b(?:I(?!/)|[Mm]e|[Mm]y|[Yy]ou|[Yy]our)\\b|\\?(?:\\s|$)");

  /** So many letters of a text are looked at for it; the shares were measured with as many. */
  private static final int BEGINNING = 300;

  /** Words that ask for whatever there is. */
  private static final Set<String> ASKING =
      Set.of(
          ("describe details info information know knows mention mentioned mentions summarise"
                  + " summarize summary talk talked talks tell tells")
              .split(" "));

  private Speakers() {}

  /**
   * {@return the question, about someone where it names one who speaks} As it is if more than two
   * speak or if it asks for nothing but them.
   */
  static String unnamed(String question, Collection<Occurrences.Of> found) {
    List<Pattern> names =
        speakers(found.stream().filter(one -> one.label().any()))
            .sorted(Comparator.comparingInt(String::length).reversed()) // Ann Lee before Ann
            .map(Speakers::name)
            .filter(name -> name.matcher(question).find())
            .toList();
    return names.isEmpty()
            || speakers(found.stream()).count() > MOST
            || !asksForMore(replaced(question, names, ""))
        ? question
        : replaced(question, names, SOMEONE);
  }

  /** {@return the labels that look like a name, before several of these that are mostly talk} */
  private static Stream<String> speakers(Stream<Occurrences.Of> found) {
    Map<String, List<String>> told = new HashMap<>();
    found
        .flatMap(one -> one.fact().text().stream())
        .forEach(
            text ->
                Wording.label(text)
                    .filter(Speakers::looksLikeAName)
                    .ifPresent(
                        label ->
                            told.computeIfAbsent(label, _ -> new ArrayList<>())
                                .add(beginning(text, label.length()))));
    return told.entrySet().stream()
        .filter(one -> one.getValue().size() >= LEAST && isTalk(one.getValue()))
        .map(Map.Entry::getKey);
  }

  /** "Root cause" does not, nor "TODO". */
  private static boolean looksLikeAName(String label) {
    return Stream.of(label.split(" "))
        .allMatch(
            word ->
                Character.isUpperCase(word.codePointAt(0))
                    && word.codePoints().anyMatch(Character::isLowerCase));
  }

  /** "Kafka: three brokers" is a note, "Ann: did you see it?" is not. */
  private static boolean isTalk(List<String> texts) {
    return 2 * texts.stream().filter(TALK.asPredicate()).count() >= texts.size();
  }

  private static String beginning(String text, int from) {
    return text.substring(from, Math.min(text.length(), from + BEGINNING));
  }

  /** Not a part of another word or of a longer name, as in Ann-Marie, Ann Smith or ANN_URL. */
  private static Pattern name(String label) {
    return Pattern.compile(
        "(?<![\\p{L}\\p{M}\\p{N}_]|[\\p{L}\\p{N}][-./'’])"
            + Pattern.quote(label)
            + "(?![\\p{L}\\p{M}\\p{N}_]|[-./][\\p{L}\\p{N}]| \\p{Lu})");
  }

  private static String replaced(String question, List<Pattern> names, String by) {
    String replaced = question;
    for (Pattern name : names) {
      replaced = name.matcher(replaced).replaceAll(by);
    }
    return replaced;
  }

  private static boolean asksForMore(String rest) {
    return LightWords.telling(Tokens.words(rest)).stream()
        .anyMatch(word -> !ASKING.contains(word) && LightWords.weight(word) == 1);
  }
}
