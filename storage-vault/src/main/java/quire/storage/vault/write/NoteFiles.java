package quire.storage.vault.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import quire.api.StoreReadOnlyException;
import quire.api.StoreRefusedException;
import quire.api.spi.FileFailure;
import quire.storage.vault.index.Note;
import quire.storage.vault.log.LogBatch;
import quire.storage.vault.tree.Digest;
import quire.storage.vault.tree.Log;
import quire.storage.vault.tree.NotePaths;
import quire.storage.vault.tree.NoteStamp;
import quire.storage.vault.tree.VaultPlaces;

/**
 * Puts new content in the place of a note, so that whoever reads sees the old or the new note and a
 * change that somebody else makes at the same time is not overwritten.
 */
public final class NoteFiles {
  private static final String TRIAL = "quire doctor tries whether this folder can be written\n";

  private final VaultPlaces places;
  private final boolean forceFolders;
  private final Consumer<CrashPoint> steps;

  public NoteFiles(VaultPlaces places, boolean forceFolders, Consumer<CrashPoint> steps) {
    this.places = places;
    this.forceFolders = forceFolders;
    this.steps = steps;
  }

  /**
   * Carries out one change.
   *
   * @param nonce names the write's temporary files, with the number
   * @return the stamp of the new content
   * @throws DisturbedException if the note is not what was edited; nothing happened
   */
  NoteStamp carryOut(NoteChange change, String nonce, int number)
      throws IOException, DisturbedException {
    try (NoteFolder folder = folderOf(change)) {
      String temporary = NotePaths.temporary(nonce, number);
      boolean switched = false;
      try {
        writeTemporary(change, folder, temporary);
        NoteStamp stamp = exchange(change, folder, temporary, nonce);
        switched = true;
        return stamp;
      } finally {
        if (!switched) {
          folder.deleteIfExists(temporary);
        }
      }
    }
  }

  /**
   * Writes the new content beside the note, so that nothing but names is left to be exchanged: the
   * room on the disk is taken, and the permission to write is there.
   *
   * @return the file that was written, if the change needs one
   */
  Optional<BasicFileAttributes> prepare(NoteChange change, String nonce, int number)
      throws IOException, DisturbedException {
    try (NoteFolder folder = folderOf(change)) {
      String temporary = NotePaths.temporary(nonce, number);
      writeTemporary(change, folder, temporary);
      return change.kind().removes() ? Optional.empty() : Optional.of(folder.attributes(temporary));
    }
  }

  /**
   * Carries out a change whose content is prepared as a rule. The prepared file stays if that
   * fails.
   *
   * @param prepared the file as this process has just written it, if it has: another one is read
   * @return the stamp of the new content
   */
  NoteStamp carryOutPrepared(
      NoteChange change, String nonce, int number, Optional<BasicFileAttributes> prepared)
      throws IOException, DisturbedException {
    try (NoteFolder folder = folderOf(change)) {
      String temporary = NotePaths.temporary(nonce, number);
      if (!change.kind().removes() && !isPrepared(change, folder, temporary, prepared)) {
        folder.deleteIfExists(temporary);
        writeTemporary(change, folder, temporary);
      }
      return exchange(change, folder, temporary, nonce);
    }
  }

  private static boolean isPrepared(
      NoteChange change,
      NoteFolder folder,
      String temporary,
      Optional<BasicFileAttributes> prepared)
      throws IOException {
    try {
      BasicFileAttributes now = folder.attributes(temporary);
      return now.size() == change.bytes().length
          && (prepared.filter(written -> isSame(written, now)).isPresent()
              || Digest.of(read(folder, temporary)).equals(change.after()));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** {@return what was prepared and is whole, if it is there} */
  Optional<byte[]> prepared(String path, Digest after, String nonce, int number)
      throws IOException {
    try (NoteFolder folder = NoteFolder.open(places, NotePaths.folder(path))) {
      byte[] bytes = read(folder, NotePaths.temporary(nonce, number));
      return Digest.of(bytes).equals(after) ? Optional.of(bytes) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private NoteFolder folderOf(NoteChange change) throws IOException, DisturbedException {
    String folder = NotePaths.folder(change.path());
    try {
      return NoteFolder.open(places, folder);
    } catch (NoSuchFileException e) {
      if (!makeFolder(folder)) {
        throw DisturbedException.changed(change.path());
      }
      return NoteFolder.open(places, folder);
    }
  }

  /** Only the configured folder and the trash are made where they are missing. */
  private boolean makeFolder(String folder) throws IOException {
    boolean ours = folder.equals(NotePaths.TRASH) || folder.equals(places.folder() + "/");
    if (ours) {
      places.checkPresent();
      Files.createDirectories(places.root().resolve(folder));
    }
    return ours;
  }

  private void writeTemporary(NoteChange change, NoteFolder folder, String temporary)
      throws IOException, DisturbedException {
    switch (change.kind()) {
      case CREATE -> write(folder, temporary, change.bytes());
      case REPLACE -> {
        Set<PosixFilePermission> mode = mode(change, folder);
        write(folder, temporary, change.bytes());
        if (!mode.isEmpty()) {
          folder.permit(temporary, mode);
        }
      }
      case TRASH, ERASE -> {
        var _ = mode(change, folder);
      }
    }
  }

  private NoteStamp exchange(NoteChange change, NoteFolder folder, String temporary, String nonce)
      throws IOException, DisturbedException {
    return switch (change.kind()) {
      case CREATE -> create(change, folder, temporary);
      case REPLACE -> replace(change, folder, temporary);
      case TRASH -> {
        verify(change, folder);
        moveToTrash(folder, nameOf(change.path()), nonce);
        yield removed();
      }
      case ERASE -> {
        verify(change, folder);
        folder.deleteIfExists(nameOf(change.path()));
        yield removed();
      }
    };
  }

  private NoteStamp create(NoteChange change, NoteFolder folder, String temporary)
      throws IOException, DisturbedException {
    steps.accept(CrashPoint.VERIFIED);
    folder.checkPlace();
    String name = nameOf(change.path());
    claim(change, folder, name, temporary);
    steps.accept(CrashPoint.CLAIMED);
    boolean switched = false;
    try {
      NoteStamp stamp = switchTo(folder, temporary, name);
      switched = true;
      return stamp;
    } finally {
      if (!switched) {
        removeClaim(folder, name, temporary);
      }
    }
  }

  /** A line that holds the name until the note replaces it: nobody else's note is replaced. */
  private static void claim(NoteChange change, NoteFolder folder, String name, String temporary)
      throws IOException, DisturbedException {
    try {
      write(folder, name, claimOf(temporary), channel -> {});
    } catch (FileAlreadyExistsException e) {
      if (!isClaim(folder, name, temporary)) {
        throw DisturbedException.changed(change.path());
      }
    } catch (IOException e) {
      // No room even for a line: the content has its room already, so the note is not given up.
      if (isThere(folder, name)) {
        throw DisturbedException.changed(change.path());
      }
    }
  }

  private static byte[] claimOf(String temporary) {
    return "<!-- Quire is writing this note: %s -->\n"
        .formatted(temporary)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isThere(NoteFolder folder, String name) throws IOException {
    try {
      var _ = folder.attributes(name);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private NoteStamp replace(NoteChange change, NoteFolder folder, String temporary)
      throws IOException, DisturbedException {
    String name = nameOf(change.path());
    try (Old old = Old.open(folder, name)) {
      verify(change, folder, name, old.attributes(), old.bytes());
      steps.accept(CrashPoint.VERIFIED);
      folder.checkPlace();
      if (!isSame(old.attributes(), folder.attributes(name))) {
        throw DisturbedException.changed(change.path());
      }
      NoteStamp stamp = switchTo(folder, temporary, name);
      keepLateText(change, old);
      return stamp;
    } catch (NoSuchFileException e) {
      throw DisturbedException.changed(change.path());
    }
  }

  /** A note that is about to be replaced: it can be read after it has lost its name as well. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Old(FileChannel file, BasicFileAttributes attributes, byte[] bytes)
      implements AutoCloseable {
    static Old open(NoteFolder folder, String name) throws IOException {
      return Uninterrupted.get(
          () -> {
            BasicFileAttributes attributes = regular(folder, name);
            FileChannel file = folder.read(name);
            boolean read = false;
            try {
              Old old = new Old(file, attributes, readAll(file));
              read = true;
              return old;
            } finally {
              if (!read) {
                file.close();
              }
            }
          });
    }

    byte[] again() throws IOException {
      return Uninterrupted.get(() -> readAll(file.position(0)));
    }

    /** What was read is known to be whole, so closing has nothing to tell. */
    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        Log.of(NoteFiles.class)
            .log(System.Logger.Level.DEBUG, "A replaced note closed with an error", e);
      }
    }
  }

  private static void verify(
      NoteChange change, NoteFolder folder, String name, BasicFileAttributes before, byte[] content)
      throws IOException, DisturbedException {
    boolean same =
        Digest.of(content).equals(change.before()) && isSame(before, folder.attributes(name));
    if (!same) {
      throw DisturbedException.changed(change.path());
    }
  }

  private static boolean isSame(BasicFileAttributes one, BasicFileAttributes other) {
    return Objects.equals(one.fileKey(), other.fileKey())
        && one.size() == other.size()
        && one.lastModifiedTime().equals(other.lastModifiedTime());
  }

  private NoteStamp switchTo(NoteFolder folder, String temporary, String name) throws IOException {
    NoteStamp written = NoteStamp.of(folder.path().resolve(temporary));
    folder.move(temporary, folder, name);
    steps.accept(CrashPoint.SWITCHED);
    return stamp(folder.path().resolve(name), written);
  }

  /** {@return the stamp of what was written, unless somebody has written since} */
  private static NoteStamp stamp(Path target, NoteStamp written) {
    try {
      NoteStamp now = NoteStamp.of(target);
      return now.isSameContent(written) ? now : NoteStamp.UNKNOWN;
    } catch (IOException e) {
      return NoteStamp.UNKNOWN;
    }
  }

  /**
   * An editor that wrote into the old file after the last check keeps its text in a note of its
   * own: the old file has lost its name, but is still open here.
   */
  private void keepLateText(NoteChange change, Old old) throws IOException {
    byte[] bytes;
    try {
      bytes = old.again();
    } catch (IOException e) {
      Log.of(NoteFiles.class)
          .log(System.Logger.Level.DEBUG, "A replaced note was not read again", e);
      return; // the write is done, and one check less was made
    }
    if (!Digest.of(bytes).equals(change.before())) {
      String path = rescue(change.path(), bytes);
      Log.of(NoteFiles.class)
          .log(
              System.Logger.Level.WARNING,
              "Another program wrote {0} at the same moment; its text is kept in {1}",
              change.path(),
              path);
    }
  }

  private static Set<PosixFilePermission> mode(NoteChange change, NoteFolder folder)
      throws IOException, DisturbedException {
    String name = nameOf(change.path());
    try {
      var _ = regular(folder, name);
      Set<PosixFilePermission> mode = folder.permissions(name);
      if (!mode.isEmpty() && !mode.contains(PosixFilePermission.OWNER_WRITE)) {
        throw new StoreReadOnlyException(
            "The note %s is write-protected; nothing was written. Allow writing to it to change it"
                .formatted(change.path()));
      }
      return mode;
    } catch (NoSuchFileException e) {
      throw DisturbedException.changed(change.path());
    }
  }

  private static String nameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Finds out that a note which is to go is what it was when that was planned. */
  private void verify(NoteChange change, NoteFolder folder) throws IOException, DisturbedException {
    String name = nameOf(change.path());
    try {
      BasicFileAttributes before = folder.attributes(name);
      verify(change, folder, name, before, read(folder, name));
    } catch (NoSuchFileException e) {
      throw DisturbedException.changed(change.path());
    }
    steps.accept(CrashPoint.VERIFIED);
    folder.checkPlace();
  }

  private NoteStamp removed() {
    steps.accept(CrashPoint.SWITCHED);
    return NoteStamp.UNKNOWN;
  }

  /** The folder is Obsidian's own for deleted notes; the name cannot be taken there. */
  private void moveToTrash(NoteFolder folder, String name, String nonce)
      throws IOException, DisturbedException {
    try (NoteFolder trash = trash()) {
      trash.checkPlace();
      folder.move(name, trash, NotePaths.fitting(Note.stemOf(name), " ~" + nonce));
    }
  }

  private NoteFolder trash() throws IOException {
    try {
      return NoteFolder.open(places, NotePaths.TRASH);
    } catch (NoSuchFileException e) {
      boolean _ = makeFolder(NotePaths.TRASH);
      return NoteFolder.open(places, NotePaths.TRASH);
    }
  }

  /** Writes content that has no place any more into a note of its own. */
  String rescue(String path, byte[] bytes) throws IOException {
    String folder = NotePaths.folder(path);
    try {
      return rescueIn(folder, path, bytes);
    } catch (NoSuchFileException e) {
      return rescueIn("", path, bytes); // the folder went away as well
    }
  }

  private String rescueIn(String folder, String path, byte[] bytes) throws IOException {
    try (NoteFolder opened = NoteFolder.open(places, folder)) {
      for (int number = 1; ; number++) {
        String free =
            NotePaths.fitting(Note.stemOf(path), " (recovered by Quire %d)".formatted(number));
        try {
          write(opened, free, bytes);
          return folder + free;
        } catch (FileAlreadyExistsException e) {
          // An earlier rescue: the next number is free.
        }
      }
    }
  }

  /** Keeps a copy of what is in a note's place before somebody else's text in it is replaced. */
  void keepInTrash(String path, byte[] bytes, String nonce) throws IOException {
    try (NoteFolder trash = trash()) {
      write(trash, NotePaths.fitting(Note.stemOf(path), " ~" + nonce + "k"), bytes);
    } catch (FileAlreadyExistsException e) {
      // An earlier attempt has kept it.
    }
  }

  /** Does to a temporary file what is done to notes: makes, forces, renames and removes it. */
  void tryOut(String nonce) throws IOException {
    String inner = places.folder().isEmpty() ? "" : places.folder() + "/";
    boolean made = Files.isDirectory(places.root().resolve(inner));
    String temporary = NotePaths.temporary(nonce, 0);
    String renamed = NotePaths.renamed(temporary);
    try (NoteFolder folder = NoteFolder.open(places, made ? inner : "")) {
      try {
        write(folder, temporary, TRIAL.getBytes(StandardCharsets.UTF_8));
        folder.move(temporary, folder, renamed);
      } finally {
        folder.deleteIfExists(temporary);
        folder.deleteIfExists(renamed);
      }
    }
  }

  private void write(NoteFolder folder, String name, byte[] bytes) throws IOException {
    int half = bytes.length / 2;
    write(
        folder,
        name,
        Arrays.copyOf(bytes, half),
        out -> {
          steps.accept(CrashPoint.TEMP_HALF_WRITTEN);
          writeAll(out, bytes, half, bytes.length - half);
          out.force(true);
        });
    steps.accept(CrashPoint.TEMP_WRITTEN);
  }

  /** What else is to be done with a new file. */
  private interface Rest {
    void writeTo(FileChannel out) throws IOException;
  }

  /** Makes a file; where that fails, there is none. */
  private static void write(NoteFolder folder, String name, byte[] beginning, Rest rest)
      throws IOException {
    boolean[] mine = {false};
    boolean written = false;
    try {
      written =
          Uninterrupted.get(
              () -> {
                if (mine[0]) {
                  folder.deleteIfExists(name); // an interrupt ended the attempt before
                  mine[0] = false;
                }
                try (FileChannel out = folder.create(name)) {
                  mine[0] = true;
                  writeAll(out, beginning, 0, beginning.length);
                  rest.writeTo(out);
                }
                return true;
              });
    } finally {
      if (mine[0] && !written) {
        folder.deleteIfExists(name);
      }
    }
  }

  private static void writeAll(FileChannel out, byte[] bytes, int from, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }

  private static byte[] read(NoteFolder folder, String name) throws IOException {
    return Uninterrupted.get(
        () -> {
          var _ = regular(folder, name);
          try (FileChannel in = folder.read(name)) {
            return readAll(in);
          }
        });
  }

  /** {@return what is known of a file, which is no link, pipe, device or folder} */
  private static BasicFileAttributes regular(NoteFolder folder, String name) throws IOException {
    BasicFileAttributes attributes = folder.attributes(name);
    if (!attributes.isRegularFile()) {
      throw new StoreRefusedException(
          "%s leads out of the vault or is no file; nothing was written. Replace it by a note"
              .formatted(folder.path().resolve(name)));
    }
    return attributes;
  }

  private static byte[] readAll(FileChannel in) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(in.size() - in.position()));
    while (buffer.hasRemaining() && in.read(buffer) >= 0) {
      // Until it is full or the file ends.
    }
    return buffer.hasRemaining()
        ? Arrays.copyOf(buffer.array(), buffer.position())
        : buffer.array();
  }

  /** Makes the new names of these notes survive a power cut, even if the thread is interrupted. */
  void forceFolders(Collection<NoteChange> changes) throws IOException {
    if (!forceFolders) {
      return;
    }
    Set<String> folders = new HashSet<>();
    changes.forEach(change -> folders.add(NotePaths.folder(change.path())));
    for (String path : folders) {
      try (NoteFolder folder = NoteFolder.open(places, path)) {
        boolean _ =
            Uninterrupted.get(
                () -> {
                  folder.force();
                  return true;
                });
      } catch (NoSuchFileException e) {
        // Somebody moved the folder since: the names in it are another one's to force.
        Log.of(NoteFiles.class)
            .log(System.Logger.Level.DEBUG, "Not forced: {0}", FileFailure.text(e));
      }
    }
  }

  /** Removes a temporary file that is left over. */
  void removeTemporary(String path) throws IOException {
    try (NoteFolder folder = NoteFolder.open(places, NotePaths.folder(path))) {
      folder.deleteIfExists(nameOf(path));
    } catch (NoSuchFileException e) {
      // It went with its folder.
    }
  }

  /** Removes what a write that died has left beside its notes and in their places. */
  void removeLeftovers(LogBatch batch) throws IOException {
    int number = 0;
    for (LogBatch.TouchedNote note : batch.notes()) {
      String temporary = NotePaths.temporary(batch.nonce(), number++);
      try (NoteFolder folder = NoteFolder.open(places, NotePaths.folder(note.path()))) {
        folder.deleteIfExists(temporary);
        removeClaim(folder, nameOf(note.path()), temporary);
      } catch (NoSuchFileException | StoreRefusedException e) {
        // The folder is gone or another one is there: what was left in it is not reached.
      }
    }
  }

  private static void removeClaim(NoteFolder folder, String name, String temporary)
      throws IOException {
    if (isClaim(folder, name, temporary)) {
      folder.deleteIfExists(name);
    }
  }

  private static boolean isClaim(NoteFolder folder, String name, String temporary)
      throws IOException {
    byte[] claim = claimOf(temporary);
    try {
      BasicFileAttributes attributes = folder.attributes(name);
      return attributes.isRegularFile()
          && attributes.size() == claim.length
          && Arrays.equals(read(folder, name), claim);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** {@return whether this is the line that holds a name for the write's note of this number} */
  static boolean isClaim(byte[] content, String nonce, int number) {
    return Arrays.equals(content, claimOf(NotePaths.temporary(nonce, number)));
  }
}
