package quire.text;

/** Compares words that may hold typing errors. */
public final class EditDistance {
  private EditDistance() {}

  /**
   * {@return whether the one word becomes the other by at most so many errors} An error is a letter
   * too many, too few or wrong, or two neighbours exchanged.
   */
  public static boolean within(String one, String other, int errors) {
    return Math.abs(one.length() - other.length()) <= errors && between(one, other) <= errors;
  }

  /** {@return the fewest errors by which the one word becomes the other} */
  static int between(String one, String other) {
    int[] beforeLast = new int[other.length() + 1];
    int[] last = new int[other.length() + 1];
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + changed);
        if (i > 1 && j > 1 && isExchanged(one, i, other, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[other.length()];
  }

  private static boolean isExchanged(String one, int i, String other, int j) {
    return one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
  }
}
