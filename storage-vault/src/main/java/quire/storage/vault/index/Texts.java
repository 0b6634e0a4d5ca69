package quire.storage.vault.index;

import java.util.AbstractList;
import java.util.List;
import quire.text.Fold;
import quire.text.SearchQuery;

/**
 * Texts behind each other in one string, because a hundred thousand notes with a few texts each
 * would otherwise spend more memory on strings than on what is in them.
 */
public final class Texts extends AbstractList<String> {
  /** Keeps halves of a surrogate pair apart that end one text and start the next. */
  private static final String SEPARATOR = "\n";

  private final String joined;
  private final int[] ends;

  private Texts(String joined, int[] ends) {
    this.joined = joined;
    this.ends = ends;
  }

  static Texts of(List<String> texts) {
    int[] ends = new int[texts.size()];
    int end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += texts.get(i).length();
      ends[i] = end;
      end += SEPARATOR.length();
    }
    return new Texts(String.join(SEPARATOR, texts), ends);
  }

  @Override
  public String get(int index) {
    return joined.substring(index == 0 ? 0 : ends[index - 1] + SEPARATOR.length(), ends[index]);
  }

  @Override
  public int size() {
    return ends.length;
  }

  boolean isAscii() {
    for (int i = 0; i < joined.length(); i++) {
      if (joined.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** {@return the number of characters in all of them and between them} */
  int length() {
    return joined.length();
  }

  /** {@return whether one of the texts holds the whole query} */
  boolean anyHolds(SearchQuery query) {
    if (ends.length == 0 || !query.isIn(joined)) {
      return false;
    }
    boolean withinOne = ends.length == 1 || !query.simple().contains(SEPARATOR);
    return withinOne || stream().anyMatch(query::isIn);
  }

  /** {@return whether the simple form of one of the texts holds this part} */
  boolean anyHolds(String simplePart) {
    if (ends.length == 0 || !Fold.holds(joined, simplePart)) {
      return false;
    }
    boolean withinOne = ends.length == 1 || !simplePart.contains(SEPARATOR);
    return withinOne || stream().anyMatch(text -> Fold.holds(text, simplePart));
  }
}
