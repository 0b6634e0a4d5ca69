package quire.semantic;

import quire.api.Fact;

/**
 * A fact as the model reads it.
 *
 * @param key tells all of its text
 * @param text so much of it as the model may read
 */
record Passage(Key key, String text) {
  /** Of longer texts the model reads fewer pieces than these characters have. */
  static final int LONGEST = 2_000;

  static Passage of(Fact fact) {
    String whole = fact.text().map(text -> fact.entity() + ": " + text).orElse(fact.entity());
    return new Passage(Key.of(whole), beginning(whole));
  }

  /** {@return a copy, since the whole may be a thousand times as long} */
  private static String beginning(String whole) {
    if (whole.length() <= LONGEST) {
      return whole;
    }
    int end = Character.isHighSurrogate(whole.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return whole.substring(0, end);
  }
}
