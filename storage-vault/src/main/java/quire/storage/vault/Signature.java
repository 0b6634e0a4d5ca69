package quire.storage.vault;

import quire.api.Entity;

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

  static Signature of(Entity entity) {
    int length = entity.name().length() + entity.type().length();
    for (String text : entity.observations()) {
      length += text.length();
    }
    int size = Integer.highestOneBit(Math.clamp(length, SMALLEST, LARGEST));
    Signature signature = new Signature(new long[size / Long.SIZE]);
    signature.add(Fold.fold(entity.name()));
    signature.add(Fold.fold(entity.type()));
    entity.observations().forEach(text -> signature.add(Fold.fold(text)));
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
