package quire.storage.sqlite.terms;

import java.util.ArrayList;
import java.util.List;
import quire.api.Entity;

/** The words of folded texts: letters, digits and marks in a row. */
public final class Words {
  private Words() {}

  /** {@return the different words of this text} */
  public static List<String> of(String folded) {
    List<String> words = new ArrayList<>();
    int start = 0;
    while (start < folded.length()) {
      int end = end(folded, start);
      if (end > start && !words.contains(folded.substring(start, end))) {
        words.add(folded.substring(start, end));
      }
      start = end > start ? end : start + Character.charCount(folded.codePointAt(start));
    }
    return words;
  }

  private static int end(String text, int start) {
    int end = start;
    while (end < text.length() && isPart(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  /** {@return whether each of the words is a word of one of the entity's facts} */
  public static boolean allIn(Entity entity, List<String> words) {
    List<String> texts = new ArrayList<>(entity.observations().size() + 2);
    texts.add(Fold.fold(entity.name()));
    texts.add(Fold.fold(entity.type()));
    entity.observations().forEach(text -> texts.add(Fold.fold(text)));
    return words.stream().allMatch(word -> texts.stream().anyMatch(text -> isIn(text, word)));
  }

  private static boolean isIn(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      int end = at + word.length();
      boolean begins = at == 0 || !isPart(text.codePointBefore(at));
      boolean ends = end == text.length() || !isPart(text.codePointAt(end));
      if (begins && ends) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPart(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      default -> Character.isLetterOrDigit(point);
    };
  }
}
