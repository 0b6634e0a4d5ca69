package quire.storage.vault.index;

/**
 * A summary of the parts of a long note's strings, which the index of parts would name for almost
 * every search. It may say "perhaps" wrongly but never "no".
 */
final class TrigramFilter {
  /** That of a note which is read quickly itself. */
  static final TrigramFilter NONE = new TrigramFilter(new long[0]);

  private static final int LONG = 2_000;
  private static final int LARGEST = 1 << 15;

  private final long[] bits;

  private TrigramFilter(long[] bits) {
    this.bits = bits;
  }

  static TrigramFilter of(String name, String type, Texts texts) {
    int length = texts.length();
    if (length < LONG) {
      return NONE;
    }
    // At least one bit for each part, so that about half of them stay unset.
    int size = Integer.highestOneBit(Math.min(2 * Math.min(length, LARGEST), LARGEST));
    TrigramFilter signature = new TrigramFilter(new long[size / Long.SIZE]);
    HashedTrigrams.of(
        name, type, texts, part -> signature.bits[signature.word(part)] |= 1L << part);
    return signature;
  }

  private int word(int part) {
    return part >>> 6 & (bits.length - 1);
  }

  /** {@return whether one of the strings may hold this part, which is folded or plain} */
  boolean mayHold(String form) {
    if (bits.length == 0) {
      return true;
    }
    boolean[] missing = new boolean[1];
    HashedTrigrams.ofForm(form, part -> missing[0] |= (bits[word(part)] & 1L << part) == 0);
    return !missing[0];
  }
}
