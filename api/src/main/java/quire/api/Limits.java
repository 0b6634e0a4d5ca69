package quire.api;

import java.util.List;

/**
 * The sizes that one store accepts (R17).
 *
 * @param nameCodePoints the longest name of an entity, a type or a relation's end or type, in code
 *     points
 * @param observationBytes the longest observation, in bytes of UTF-8
 * @param callBytes all strings of one call together, in bytes of UTF-8
 */
public record Limits(int nameCodePoints, int observationBytes, int callBytes) {
  /** 1,000 code points, 1 MiB, 32 MiB. */
  public static final Limits STANDARD = new Limits(1_000, 1 << 20, 32 << 20);

  /**
   * Checks what a call is about to add.
   *
   * @throws LimitExceededException naming the limit, what exceeds it and by how much
   */
  public void checkEntities(List<Entity> entities) {
    long total = 0;
    for (Entity entity : entities) {
      total +=
          name(entity.name()) + name(entity.type()) + texts(entity.name(), entity.observations());
    }
    call(total);
  }

  /**
   * Checks what a call is about to add.
   *
   * @throws LimitExceededException naming the limit, what exceeds it and by how much
   */
  public void checkRelations(List<Relation> relations) {
    long total = 0;
    for (Relation relation : relations) {
      total += name(relation.from()) + name(relation.to()) + name(relation.type());
    }
    call(total);
  }

  /**
   * Checks what a call is about to add.
   *
   * @throws LimitExceededException naming the limit, what exceeds it and by how much
   */
  public void checkObservations(List<Observations> additions) {
    long total = 0;
    for (Observations addition : additions) {
      total += name(addition.entity()) + texts(addition.entity(), addition.texts());
    }
    call(total);
  }

  private long name(String name) {
    if (name.length() > nameCodePoints) {
      int length = name.codePointCount(0, name.length());
      if (length > nameCodePoints) {
        throw new LimitExceededException(
            "A name or type has %,d characters, the limit is %,d; nothing was written: \"%s...\""
                .formatted(
                    length,
                    nameCodePoints,
                    name.substring(0, name.offsetByCodePoints(0, Math.min(length, 40)))));
      }
    }
    return utf8Length(name);
  }

  private long texts(String entity, List<String> texts) {
    long total = 0;
    for (String text : texts) {
      long bytes = utf8Length(text);
      if (bytes > observationBytes) {
        throw new LimitExceededException(
            "An observation on \"%s\" has %,d bytes, the limit is %,d; nothing was written"
                .formatted(entity, bytes, observationBytes));
      }
      total += bytes;
    }
    return total;
  }

  private void call(long bytes) {
    if (bytes > callBytes) {
      throw new LimitExceededException(
          "The call carries %,d bytes, the limit is %,d; nothing was written: send it in parts"
              .formatted(bytes, callBytes));
    }
  }

  /** {@return the bytes of this text in UTF-8, a lone surrogate counted as three} */
  private static long utf8Length(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 ? 1 : 2;
        if (Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++; // a pair has four bytes: two chars counted at first, two more here
        }
      }
    }
    return bytes;
  }
}
