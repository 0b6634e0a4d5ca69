package quire.text;

/** Tells the scripts that put no blanks between words from the others. */
public final class Scripts {
  /** Where the CJK blocks begin; what few other letters are above are treated as they are. */
  private static final int FIRST_WIDE = 0x2E80;

  private Scripts() {}

  /**
   * {@return whether words stand in a row in this character's script} Chinese, Japanese, Thai, Lao,
   * Burmese and Khmer have no blanks; Korean has, but its particles are written onto its words. By
   * blocks, because this is asked for every character that is indexed.
   */
  public static boolean isUnspaced(int codePoint) {
    if (codePoint < 0x0E00 || codePoint >= FIRST_WIDE) {
      return codePoint >= FIRST_WIDE;
    }
    return codePoint < 0x0F00 // Thai, Lao
        || (codePoint >= 0x1000 && codePoint < 0x10A0) // Burmese
        || (codePoint >= 0x1780 && codePoint < 0x1800) // Khmer
        || (codePoint >= 0x1950 && codePoint < 0x1AB0); // the Tai scripts
  }
}
