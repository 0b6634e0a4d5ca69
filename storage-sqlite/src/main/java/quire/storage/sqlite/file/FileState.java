package quire.storage.sqlite.file;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/**
 * What the file system says of a file without opening it.
 *
 * @param key what distinguishes this file from any other (device, number), as far as known
 */
public record FileState(Optional<Object> key, Instant modified, long size) {
  public static FileState of(BasicFileAttributes attributes) {
    return new FileState(
        Optional.ofNullable(attributes.fileKey()),
        attributes.lastModifiedTime().toInstant(),
        attributes.size());
  }

  /** {@return the key as a number that a store can note; 0 if it is not known} */
  public long number() {
    // A key's text names device and number; its own hash is not the same in each process.
    return key.map(known -> mix(known.toString())).orElse(0L);
  }

  // Written out: the generated one makes its code when it is first called (ADR 0006).
  @Override
  public boolean equals(Object other) {
    return other instanceof FileState state
        && size == state.size
        && modified.equals(state.modified)
        && key.equals(state.key);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * key.hashCode() + modified.hashCode()) + Long.hashCode(size);
  }

  private static long mix(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
