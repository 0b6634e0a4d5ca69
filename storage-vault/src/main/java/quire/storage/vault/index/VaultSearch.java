package quire.storage.vault.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import quire.ranking.NameRank;
import quire.storage.vault.format.Fold;

/** Decides which entities match a query (R8). */
public record VaultSearch(String literal, Set<String> words) {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  private static final int RANKS = NameRank.ELSEWHERE + 1;

  public static VaultSearch of(String query) {
    return new VaultSearch(Fold.fold(query), words(query));
  }

  /** {@return those that hold the query literally, then those that hold all its words} */
  public List<Note> select(VaultIndex index) {
    List<List<Note>> byRank = new ArrayList<>();
    for (int rank = 0; rank < 2 * RANKS; rank++) {
      byRank.add(new ArrayList<>());
    }
    for (Note note : index.mayHold(List.of(literal))) {
      if (holdsLiteral(note)) {
        byRank.get(NameRank.of(Fold.fold(note.name()), literal)).add(note);
      }
    }
    // What is one word and is not held literally is not held as a word either.
    if (!words.isEmpty() && !words.contains(literal)) {
      for (Note note : index.mayHold(List.copyOf(words))) {
        if (holdsWords(note) && !holdsLiteral(note)) {
          byRank.get(RANKS + NameRank.ofWords(Fold.fold(note.name()), words)).add(note);
        }
      }
    }
    List<Note> found = new ArrayList<>();
    byRank.forEach(found::addAll);
    return found;
  }

  private boolean holdsLiteral(Note note) {
    return note.signature().mayHold(literal)
        && (Fold.holds(note.name(), literal)
            || Fold.holds(note.type(), literal)
            || note.texts().anyHolds(literal));
  }

  private boolean holdsWords(Note note) {
    for (String word : words) {
      if (!note.signature().mayHold(word) || !holdsWord(note, word)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holdsWord(Note note, String word) {
    return holdsWord(note.name(), word)
        || holdsWord(note.type(), word)
        || (note.texts().anyHolds(word)
            && note.texts().stream().anyMatch(text -> holdsWord(text, word)));
  }

  private static boolean holdsWord(String text, String word) {
    if (!Fold.holds(text, word)) {
      return false;
    }
    String folded = Fold.fold(text);
    for (int at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
      int end = at + word.length();
      boolean starts = at == 0 || !isWordPart(folded.codePointBefore(at));
      if (starts && (end == folded.length() || !isWordPart(folded.codePointAt(end)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWordPart(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER ->
          true;
      default -> false;
    };
  }

  private static Set<String> words(String text) {
    Set<String> words = new HashSet<>(Arrays.asList(BETWEEN_WORDS.split(Fold.fold(text))));
    words.remove("");
    return words;
  }
}
