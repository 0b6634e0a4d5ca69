package quire.text;

import java.util.Collection;

/** Which hits of a substring search come first: the more the name is what was asked for. */
public final class NameRank {
  /** The name is the query. */
  public static final int EXACT = 0;

  /** The name begins with the query. */
  public static final int BEGINS = 1;

  /** The query, or each of its words, is part of the name. */
  public static final int PART = 2;

  /** Something else than the name was found. */
  public static final int ELSEWHERE = 3;

  private NameRank() {}

  /** {@return the rank, of which the least comes first} Both texts in the form for comparing. */
  public static int of(String name, String query) {
    return switch (name.indexOf(query)) {
      case -1 -> ELSEWHERE;
      case 0 -> name.length() == query.length() ? EXACT : BEGINS;
      default -> PART;
    };
  }

  /** {@return the rank of what holds all of these words somewhere} All in the same form. */
  public static int ofWords(String name, Collection<String> words) {
    return words.stream().allMatch(name::contains) ? PART : ELSEWHERE;
  }
}
