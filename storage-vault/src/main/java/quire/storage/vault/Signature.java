package quire.storage.vault;

import java.util.List;

/**
 * A summary of the three-letter parts of an entity's strings, by which a search skips most entities
 * without reading them. It may say "perhaps" wrongly but never "no".
 */
final class Signature {
  static final Signature NONE = new Signature(new long[0]);
  private static final int PART = 3;
  private static final int SMALLEST = 64;
  private static final int LARGEST = 1 << 15;

  private final long[] bits;

  private Signature(long[] bits) {
    this.bits = bits;
  }

  static Signature of(String name, String type, List<String> texts) {
    int length = name.length() + type.length();
    for (String text : texts) {
      length += text.length();
    }
    // At least one bit for each part, so that about half of them stay unset.
    int size = Integer.highestOneBit(Math.clamp(2L * length, SMALLEST, LARGEST));
    Signature signature = new Signature(new long[size / Long.SIZE]);
    signature.add(Fold.fold(name));
    signature.add(Fold.fold(type));
    texts.forEach(text -> signature.add(Fold.fold(text)));
    return signature;
  }

  private void add(String folded) {
    for (int i = 0; i + PART <= folded.length(); i++) {
      int bit = bit(folded, i);
      bits[bit >> 6] |= 1L << bit;
    }
  }

  /** {@return whether one of the strings may hold this part, which is folded} */
  boolean mayHold(String folded) {
    for (int i = 0; i + PART <= folded.length(); i++) {
      int bit = bit(folded, i);
      if ((bits[bit >> 6] & (1L << bit)) == 0) {
        return false;
      }
    }
    return true;
  }

  private int bit(String text, int at) {
    int hash = (text.charAt(at) * 31 + text.charAt(at + 1)) * 31 + text.charAt(at + 2);
    hash *= 0x9E3779B9;
    return (hash >>> 16 ^ hash) & (bits.length * Long.SIZE - 1);
  }
}
