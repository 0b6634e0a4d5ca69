package quire.storage.vault.write;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import quire.api.StoreReadOnlyException;
import quire.api.StoreRefusedException;
import quire.storage.vault.index.Note;
import quire.storage.vault.index.NoteReader;
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
  private static final Duration SHARING_PATIENCE = Duration.ofSeconds(2);
  private static final long SHARING_PAUSE_NANOS = 20_000_000;
  private static final String TRIAL = "quire doctor tries whether this folder can be written\n";

  private final VaultPlaces places;
  private final boolean forceFolders;
  private final Consumer<Step> steps;

  public NoteFiles(VaultPlaces places, boolean forceFolders, Consumer<Step> steps) {
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
    Path target = places.note(change.path());
    checkInside(target);
    Path folder = target.resolveSibling("");
    Path temporary = folder.resolve(NotePaths.temporary(nonce, number));
    try {
      return switch (change.kind()) {
        case CREATE -> create(change, target, temporary);
        case REPLACE ->
            replace(change, target, temporary, folder.resolve(NotePaths.preImage(nonce, number)));
        case TRASH -> trash(change, target, nonce);
      };
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Finds out, before anything is decided, whether a change can be carried out at all. */
  void check(NoteChange change) throws IOException {
    Path target = places.note(change.path());
    checkInside(target);
    if (change.kind() != Draft.Kind.CREATE && NoteStamp.isPresent(target)) {
      mode(target);
    }
  }

  /** Does to a temporary file what is done to notes: makes, forces, renames and removes it. */
  void tryOut(String nonce) throws IOException {
    Path configured = places.root().resolve(places.folder());
    Path folder = Files.isDirectory(configured) ? configured : places.root();
    Path temporary = folder.resolve(NotePaths.temporary(nonce, 0));
    Path renamed = folder.resolve(NotePaths.preImage(nonce, 0));
    checkInside(temporary);
    try {
      var _ = write(temporary, TRIAL.getBytes(StandardCharsets.UTF_8));
      move(temporary, renamed);
    } finally {
      Files.deleteIfExists(temporary);
      Files.deleteIfExists(renamed);
    }
  }

  /** No note is written outside the vault, whatever links lead there. */
  private void checkInside(Path target) throws IOException {
    Path folder = target.resolveSibling("");
    if (!Files.isDirectory(folder)) {
      makeFolder(folder);
    }
    Path real = Files.isSymbolicLink(target) ? target.toRealPath() : folder.toRealPath();
    if (!real.startsWith(places.root())) {
      throw new StoreRefusedException(
          "The note %s leads out of the vault, to %s; nothing was written. Replace the link by a note"
              .formatted(target, real));
    }
  }

  /** Only the configured folder and the trash are made where they are missing. */
  private void makeFolder(Path folder) throws IOException {
    String path = places.relative(folder) + "/";
    if (path.equals(NotePaths.TRASH) || path.equals(places.folder() + "/")) {
      places.checkPresent();
      Files.createDirectories(folder);
    }
  }

  private NoteStamp create(NoteChange change, Path target, Path temporary)
      throws IOException, DisturbedException {
    NoteStamp stamp = write(temporary, change.bytes());
    steps.accept(Step.VERIFIED);
    try {
      Files.createLink(target, temporary);
    } catch (FileAlreadyExistsException e) {
      throw DisturbedException.changed(change.path());
    } catch (UnsupportedOperationException | FileSystemException e) {
      claim(target, change.path());
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.deleteIfExists(temporary);
    steps.accept(Step.SWITCHED);
    return stamp(target, stamp);
  }

  /** Where there are no hard links, an empty file takes the name before the note replaces it. */
  private static void claim(Path target, String path) throws IOException, DisturbedException {
    try {
      Files.createFile(target);
    } catch (FileAlreadyExistsException e) {
      throw DisturbedException.changed(path);
    }
  }

  private NoteStamp replace(NoteChange change, Path target, Path temporary, Path preImage)
      throws IOException, DisturbedException {
    Set<PosixFilePermission> mode = mode(target);
    NoteStamp stamp = write(temporary, change.bytes());
    if (!mode.isEmpty()) {
      Files.setPosixFilePermissions(temporary, mode);
    }
    verify(change, target);
    steps.accept(Step.VERIFIED);
    try {
      boolean linked = link(target, preImage);
      move(temporary, target);
      steps.accept(Step.SWITCHED);
      if (linked) {
        checkPreImage(change, preImage);
      }
    } finally {
      Files.deleteIfExists(preImage);
    }
    return stamp(target, stamp);
  }

  private static Set<PosixFilePermission> mode(Path target) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    if (view == null) {
      return Set.of();
    }
    Set<PosixFilePermission> mode = view.readAttributes().permissions();
    if (!mode.contains(PosixFilePermission.OWNER_WRITE)) {
      throw new StoreReadOnlyException(
          "The note %s is write-protected; nothing was written. Allow writing to it to change it"
              .formatted(target));
    }
    return mode;
  }

  private static void verify(NoteChange change, Path target)
      throws IOException, DisturbedException {
    try {
      NoteStamp before = NoteStamp.of(target);
      boolean same = Digest.of(NoteReader.bytes(target)).equals(change.before());
      if (same && before.isSame(NoteStamp.of(target))) {
        return;
      }
    } catch (NoSuchFileException e) {
      throw DisturbedException.changed(change.path());
    }
    throw DisturbedException.changed(change.path());
  }

  /** Keeps hold of the old content, so that a late write into it can be noticed. */
  private static boolean link(Path target, Path preImage) throws DisturbedException {
    try {
      Files.createLink(preImage, target);
      return true;
    } catch (NoSuchFileException e) {
      throw DisturbedException.changed(target.toString());
    } catch (UnsupportedOperationException | IOException e) {
      return false; // there are no hard links here: one check less
    }
  }

  private static void move(Path temporary, Path target) throws IOException {
    long deadline = System.nanoTime() + SHARING_PATIENCE.toNanos();
    while (true) {
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (AccessDeniedException e) {
        // Windows: a scanner or an editor has the note open for a moment.
        if (System.nanoTime() - deadline >= 0 || File.separatorChar == '/') {
          throw e;
        }
        LockSupport.parkNanos(SHARING_PAUSE_NANOS);
      }
    }
  }

  /** An editor that wrote into the old content after the last check keeps its text in a note. */
  private void checkPreImage(NoteChange change, Path preImage) throws IOException {
    byte[] bytes = NoteReader.bytes(preImage);
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

  /** Writes content that has no place any more into a note of its own. */
  String rescue(String path, byte[] bytes) throws IOException {
    String stem = path.substring(0, path.length() - NotePaths.EXTENSION.length());
    for (int number = 1; ; number++) {
      String free = "%s (recovered by Quire %d)%s".formatted(stem, number, NotePaths.EXTENSION);
      try {
        Path file = Files.createFile(places.note(free));
        write(file, bytes);
        return free;
      } catch (FileAlreadyExistsException e) {
        // An earlier rescue: the next number is free.
      }
    }
  }

  private NoteStamp trash(NoteChange change, Path target, String nonce)
      throws IOException, DisturbedException {
    mode(target);
    verify(change, target);
    moveToTrash(target, nonce);
    steps.accept(Step.SWITCHED);
    return NoteStamp.UNKNOWN;
  }

  /** The folder is Obsidian's own for deleted notes; the name cannot be taken there. */
  void moveToTrash(Path target, String nonce) throws IOException {
    Path trash = Files.createDirectories(places.root().resolve(NotePaths.TRASH));
    String stem = Note.stemOf(target.getFileName().toString());
    move(target, trash.resolve(stem + " ~" + nonce + NotePaths.EXTENSION));
  }

  private NoteStamp write(Path file, byte[] bytes) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      int half = bytes.length / 2;
      out.write(bytes, 0, half);
      steps.accept(Step.TEMP_HALF_WRITTEN);
      out.write(bytes, half, bytes.length - half);
      out.getFD().sync();
    }
    steps.accept(Step.TEMP_WRITTEN);
    return NoteStamp.of(file);
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

  /** Makes the new names of these notes survive a power cut, even if the thread is interrupted. */
  void forceFolders(Collection<NoteChange> changes) throws IOException {
    if (!forceFolders || File.separatorChar == '\\') {
      return; // Windows cannot open a folder, and writes its entries through
    }
    Set<Path> folders = new HashSet<>();
    changes.forEach(change -> folders.add(places.note(change.path()).resolveSibling("")));
    for (Path folder : folders) {
      force(folder);
    }
  }

  private static void force(Path folder) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (!forced(folder)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean forced(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }

  /** Removes what a write that died has left beside its notes. */
  void removeLeftovers(LogBatch batch) throws IOException {
    int number = 0;
    for (LogBatch.TouchedNote note : batch.notes()) {
      Path target = places.note(note.path());
      Files.deleteIfExists(target.resolveSibling(NotePaths.temporary(batch.nonce(), number)));
      Files.deleteIfExists(target.resolveSibling(NotePaths.preImage(batch.nonce(), number)));
      number++;
    }
  }
}
