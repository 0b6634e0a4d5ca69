package quire.storage.vault.index;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import quire.storage.vault.log.LogMemory;
import quire.storage.vault.tree.Digest;
import quire.storage.vault.tree.NotePaths;
import quire.storage.vault.tree.NoteStamp;
import quire.storage.vault.tree.VaultPlaces;

/**
 * Keeps single notes of the index true to their files. All calls need the monitor of {@link
 * IndexSync}.
 */
final class IndexedNotes {
  /** Fewer notes a person may well delete at once. */
  private static final int MANY = 20;

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final String IN_THE_CLOUD =
      "it is in the cloud only, so that it can neither be read nor written: download it";

  private final VaultPlaces places;
  private final NoteReader reader;
  private final VaultIndex index;
  private final Map<String, Long> missing = new HashMap<>();
  private final LogMemory log;
  private boolean deletionsDoubted;
  private boolean edited = true; // nobody knows what happened before
  private boolean lost;

  IndexedNotes(VaultPlaces places, NoteReader reader, VaultIndex index, LogMemory log) {
    this.places = places;
    this.reader = reader;
    this.index = index;
    this.log = log;
  }

  /** {@return whether people may have changed what the log knows, since {@link #compared()}} */
  boolean isEdited() {
    return edited;
  }

  /** {@return whether people removed or renamed something, since {@link #compared()}} */
  boolean hasLost() {
    return lost;
  }

  /** The log was compared with the notes as they are here. */
  void compared() {
    edited = false;
    lost = false;
  }

  /** Believes no deletion while so many notes are missing that the disk is missing rather. */
  void doubtDeletions(boolean doubted) {
    deletionsDoubted = doubted;
  }

  /** {@return whether so many notes are most of the vault} */
  boolean isMost(int count) {
    return count >= MANY && count * 2 > index.notes().size();
  }

  boolean doubtsDeletions() {
    return deletionsDoubted;
  }

  /** {@return the notes that were missing when they were looked for last} */
  List<String> missing() {
    return List.copyOf(missing.keySet());
  }

  /** Takes over a note that was just read or written. */
  void put(Note note) {
    missing.remove(note.path());
    index.put(note);
  }

  void forget(String path) {
    missing.remove(path);
    index.remove(path);
  }

  /** Takes over a note that the log says was written. */
  void refreshWritten(String path) throws IOException {
    var _ = refresh(path, true);
  }

  /** {@return whether the note was not as the index had it} */
  boolean refresh(String path) throws IOException {
    return refresh(path, false);
  }

  private boolean refresh(String path, boolean logged) throws IOException {
    if (NotePaths.isBesideTheStore(path)) {
      return false;
    }
    if (!places.isInFolder(path)) {
      index.put(Note.outside(path));
      return false;
    }
    try {
      NoteStamp stamp = NoteStamp.of(places.note(path));
      Note known = index.note(path).orElse(null);
      missing.remove(path);
      if (known != null && known.stamp().isSame(stamp)) {
        return known.stamp().racy() && hasChanged(known, stamp, logged);
      }
      return reload(path, logged);
    } catch (NoSuchFileException e) {
      return absent(path);
    }
  }

  private boolean hasChanged(Note known, NoteStamp stamp, boolean logged) throws IOException {
    Digest digest = Digest.of(NoteReader.bytes(places.note(known.path())));
    if (!digest.equals(known.digest())) {
      return reload(known.path(), logged);
    }
    index.put(known.withStamp(stamp));
    return false;
  }

  /** {@return whether the note was there or is believed to be gone} */
  boolean reload(String path) throws IOException {
    return reload(path, false);
  }

  private boolean reload(String path, boolean logged) throws IOException {
    try {
      Note note = reader.note(path);
      if (!log.isOwnVersion(path, note.digest())) {
        edit(note);
      } else {
        edited |= !logged && log.knowsOfRemovalsByHand(); // it may be back as Quire had left it
        put(note);
      }
      forgetFormerPlaces(note);
      return true;
    } catch (NoSuchFileException e) {
      return absent(path);
    }
  }

  /** Takes over a note that a person changed. */
  void edit(Note note) {
    edited = true;
    lost |= index.note(note.path()).stream().anyMatch(known -> !isAllOf(known, note));
    put(note);
  }

  private static boolean isAllOf(Note known, Note note) {
    return known.name().equals(note.name())
        && known.kind() == note.kind()
        && note.texts().containsAll(known.texts())
        && note.relations().containsAll(known.relations());
  }

  /** A note that is found here and no longer there was moved or renamed. */
  private void forgetFormerPlaces(Note note) {
    for (String other : likely(note)) {
      boolean elsewhere = !other.equals(note.path());
      if (elsewhere && !NoteStamp.isPresent(places.note(other))) {
        var _ = absent(other);
      }
    }
  }

  /** A note that a cloud has and this machine has not stays, with all that is known of it. */
  void unavailable(String path) {
    missing.remove(path);
    Note known = index.note(path).orElse(null);
    if (!places.isInFolder(path)) {
      index.put(Note.outside(path));
    } else if (known == null) {
      index.put(Note.unreadable(path, NoteStamp.UNKNOWN, Digest.ABSENT, IN_THE_CLOUD));
    } else if (!known.trouble().equals(IN_THE_CLOUD)) {
      index.put(known.unavailable(IN_THE_CLOUD));
    }
  }

  /** A note is believed to be gone when it is missing twice: sync tools delete and create again. */
  boolean absent(String path) {
    Note note = index.note(path).orElse(null);
    if (note == null) {
      missing.remove(path);
      return false;
    }
    if (places.hasPlaceholder(path)) {
      unavailable(path);
      return false;
    }
    boolean moved = hasTwin(note);
    Long since = missing.putIfAbsent(path, System.nanoTime());
    boolean due = since != null && System.nanoTime() - since > GRACE.toNanos();
    if (due && !moved && isMost(missing.size())) {
      deletionsDoubted = true; // no walk came in time to see that they went together
    }
    if (moved || (due && !deletionsDoubted)) {
      edited = true;
      lost = true;
      forget(path);
      return true;
    }
    return false;
  }

  /** {@return where else a note may be} One that Quire never wrote is known by its file alone. */
  private List<String> likely(Note note) {
    return note.id().isEmpty() ? index.pathsOfStem(note.stem()) : index.pathsOfId(note.id());
  }

  /** {@return whether the same file is there under another name: this one was moved or renamed} */
  private boolean hasTwin(Note note) {
    return likely(note).stream()
        .filter(path -> !path.equals(note.path()))
        .flatMap(path -> index.note(path).stream())
        .anyMatch(twin -> isSameFile(note, twin));
  }

  /** A copy has the identity too, but it is another file, and the note may be back in a moment. */
  private boolean isSameFile(Note note, Note twin) {
    try {
      long inode = NoteStamp.of(places.note(twin.path())).inode();
      boolean unknown = note.stamp().inode() == 0 || inode == 0;
      return unknown ? !note.id().isEmpty() : note.stamp().inode() == inode;
    } catch (IOException e) {
      return false;
    }
  }
}
