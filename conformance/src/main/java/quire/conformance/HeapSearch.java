package quire.conformance;

import static java.util.Comparator.comparingInt;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import quire.api.Entity;
import quire.ranking.NameRank;

/** Decides which entities match a query (R8). */
record HeapSearch(String literal, Set<String> words) {
  static HeapSearch of(String query) {
    return new HeapSearch(fold(query), words(query));
  }

  /** {@return the entities that hold the query literally, then those that hold all its words} */
  List<Entity> select(List<Entity> entities) {
    return Stream.concat(
            entities.stream()
                .filter(this::holdsLiteral)
                .sorted(comparingInt(entity -> NameRank.of(fold(entity.name()), literal))),
            entities.stream()
                .filter(entity -> !holdsLiteral(entity) && holdsWords(entity))
                .sorted(comparingInt(entity -> NameRank.ofWords(fold(entity.name()), words))))
        .toList();
  }

  private boolean holdsLiteral(Entity entity) {
    return strings(entity).anyMatch(string -> fold(string).contains(literal));
  }

  private boolean holdsWords(Entity entity) {
    Set<String> held = new HashSet<>();
    strings(entity).forEach(string -> held.addAll(words(string)));
    return !words.isEmpty() && held.containsAll(words);
  }

  private static Stream<String> strings(Entity entity) {
    return Stream.concat(Stream.of(entity.name(), entity.type()), entity.observations().stream());
  }

  private static Set<String> words(String text) {
    Set<String> words = new HashSet<>(Arrays.asList(fold(text).split("[^\\p{L}\\p{M}\\p{N}]+")));
    words.remove("");
    return words;
  }

  /**
   * Lower case as JavaScript has it, so that nothing is missed that the standard server finds; then
   * by way of upper case, so that the two small sigmas, for example, are one letter.
   */
  private static String fold(String text) {
    return text.toLowerCase(Locale.ROOT)
        .codePoints()
        .map(codePoint -> Character.toLowerCase(Character.toUpperCase(codePoint)))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
