package quire.storage.vault.index;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import quire.api.spi.SystemError;
import quire.storage.vault.format.NoteDocument;
import quire.storage.vault.tree.Digest;
import quire.storage.vault.tree.NoteStamp;
import quire.storage.vault.tree.VaultOptions;
import quire.storage.vault.tree.VaultPlaces;

/** Reads notes. Plain file access on purpose: an interrupt must not end a half-done write. */
public final class NoteReader {
  private static final int ATTEMPTS = 5;

  private final VaultPlaces places;
  private final int largest;

  /** A note's bytes and the stamp that they had. */
  @SuppressWarnings("ArrayRecordComponent")
  public // compared by nobody
  record Content(byte[] bytes, NoteStamp stamp, Digest digest) {}

  public NoteReader(VaultPlaces places, VaultOptions options) {
    this.places = places;
    this.largest = options.noteBytes();
  }

  /** {@return the note at this path} */
  Note note(String path) throws IOException {
    Path file = places.note(path);
    NoteStamp stamp = NoteStamp.of(file);
    if (stamp.size() > largest) {
      return Note.unreadable(path, stamp, Digest.ABSENT, tooLarge(stamp.size()));
    }
    return parse(path, content(path));
  }

  public int largest() {
    return largest;
  }

  public String tooLarge(long size) {
    return "it has %,d bytes and the limit is %,d".formatted(size, largest);
  }

  public static Note parse(String path, Content content) {
    NoteDocument document = NoteDocument.parse(content.bytes());
    return Note.of(path, content.stamp(), content.digest(), document);
  }

  /** {@return bytes and stamp that belong together: nobody wrote in between} */
  public Content content(String path) throws IOException {
    Path file = places.note(path);
    NoteStamp before = NoteStamp.of(file);
    for (int attempt = 1; ; attempt++) {
      byte[] bytes = bytes(file);
      NoteStamp after = NoteStamp.of(file);
      if (before.isSame(after) || attempt == ATTEMPTS) {
        NoteStamp stamp = before.isSame(after) ? after : NoteStamp.UNKNOWN;
        return new Content(bytes, stamp, Digest.of(bytes));
      }
      before = after;
    }
  }

  /**
   * {@return what a file holds}
   *
   * @throws NoSuchFileException if it is gone; as from all else that looks at notes
   */
  public static byte[] bytes(Path file) throws IOException {
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      return in.readAllBytes();
    } catch (FileNotFoundException e) { // also said of what may not be read
      if (SystemError.of(e).stream().anyMatch(SystemError.ENOENT::equals)) {
        throw (IOException) new NoSuchFileException(file.toString()).initCause(e);
      }
      throw e;
    }
  }
}
