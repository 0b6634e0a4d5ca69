package quire.storage.vault.write;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import quire.api.StoreReadOnlyException;
import quire.api.StoreRefusedException;
import quire.storage.vault.format.FrontMatter;
import quire.storage.vault.format.NoteDocument;
import quire.storage.vault.format.NoteUnreadableException;
import quire.storage.vault.index.NoteReader;
import quire.storage.vault.log.ChangeLog;
import quire.storage.vault.log.SharedCounters;
import quire.storage.vault.tree.Digest;
import quire.storage.vault.tree.Log;
import quire.storage.vault.tree.NoteStamp;
import quire.storage.vault.tree.TreeWatcher;

/**
 * Carries out a decided write of several notes, note by note. What was done already is left, so
 * that it can be carried out again after a crash; what a person changed meanwhile is edited, not
 * replaced. Needs the vault's lock.
 */
final class Transaction {
  private static final int ATTEMPTS = 20;

  /** Fewer are written sooner than threads are started. */
  private static final int MANY = 32;

  private final NoteFiles files;
  private final NoteReader reader;
  private final VaultFiles state;
  private final TreeWatcher watcher;
  private final Consumer<CrashPoint> steps;

  Transaction(
      NoteFiles files,
      NoteReader reader,
      VaultFiles state,
      TreeWatcher watcher,
      Consumer<CrashPoint> steps) {
    this.files = files;
    this.reader = reader;
    this.state = state;
    this.watcher = watcher;
    this.steps = steps;
  }

  /**
   * Does all that may fail for want of room or permission, before the write is decided.
   *
   * @return the files that were written, by the number of the change
   */
  Map<Integer, BasicFileAttributes> prepare(List<NoteChange> changes, String nonce)
      throws IOException, DisturbedException {
    if (changes.size() >= MANY) {
      return Preparation.of(files, changes, nonce, watcher);
    }
    Map<Integer, BasicFileAttributes> prepared = new HashMap<>();
    for (int i = 0; i < changes.size(); i++) {
      int number = i;
      files
          .prepare(changes.get(number), nonce, number)
          .ifPresent(written -> prepared.put(number, written));
    }
    return prepared;
  }

  /**
   * Readers do not look while the generation is odd; it stays so if this process dies here.
   *
   * @param prepared the files as this process has just prepared them, by the number of the change
   * @return the stamps of the notes, unknown for one that is not as it was decided
   */
  List<NoteStamp> carryOut(
      RedoJournal.Decision decision, String nonce, Map<Integer, BasicFileAttributes> prepared)
      throws IOException {
    List<NoteChange> changes = decision.changes();
    if (state.counters().generation() % 2 == 0) {
      state.counters().setGeneration(state.counters().generation() + 1);
    }
    List<NoteStamp> stamps = new ArrayList<>(changes.size());
    for (int number = 0; number < changes.size(); number++) {
      stamps.add(
          carryOut(changes.get(number), nonce, number, Optional.ofNullable(prepared.get(number))));
      watcher.gather();
      steps.accept(CrashPoint.APPLIED_ONE);
    }
    files.forceFolders(changes);
    steps.accept(CrashPoint.APPLIED_ALL);
    if (decision.overwritten().isPresent()) {
      overwrite(decision.overwritten().get());
    }
    return stamps;
  }

  /** Whatever the durability: what is forgotten does not come back with a power cut. */
  private void overwrite(List<ChangeLog.Frame> frames) throws IOException {
    SharedCounters counters = state.counters();
    if (counters.rewrites() % 2 == 0) {
      counters.setRewrites(counters.rewrites() + 1);
    }
    for (ChangeLog.Frame frame : frames) {
      state.log().overwrite(frame);
      steps.accept(CrashPoint.OVERWRITTEN_ONE);
    }
    state.log().force();
    counters.setRewrites(counters.rewrites() + 1);
    steps.accept(CrashPoint.OVERWRITTEN_ALL);
  }

  /** Lets readers look again; the head of the log says by now that the write is done. */
  void end() {
    state.counters().setGeneration(state.counters().generation() + 1);
  }

  private NoteStamp carryOut(
      NoteChange change, String nonce, int number, Optional<BasicFileAttributes> prepared)
      throws IOException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<NoteChange> next = remaining(change, nonce, number);
      if (next.isEmpty()) {
        return NoteStamp.UNKNOWN;
      }
      try {
        // What was edited anew has another content than the file that was prepared.
        boolean same = next.get().after().equals(change.after());
        NoteStamp stamp =
            files.carryOutPrepared(next.get(), nonce, number, same ? prepared : Optional.empty());
        return same ? stamp : NoteStamp.UNKNOWN;
      } catch (DisturbedException e) {
        Log.of(Transaction.class)
            .log(System.Logger.Level.DEBUG, "Again, because {0}", e.getMessage());
      } catch (StoreRefusedException | StoreReadOnlyException e) {
        break; // it was possible when the write was decided, so somebody has just forbidden it
      }
    }
    rescue(change);
    return NoteStamp.UNKNOWN;
  }

  /** {@return what is left to do on the note as it is now} */
  private Optional<NoteChange> remaining(NoteChange change, String nonce, int number)
      throws IOException {
    Optional<NoteReader.Content> now =
        content(change.path())
            .filter(content -> !NoteFiles.isClaim(content.bytes(), nonce, number));
    Digest digest = now.map(NoteReader.Content::digest).orElse(Digest.ABSENT);
    if (digest.equals(change.after())) {
      return Optional.empty();
    }
    if (digest.equals(change.before())) {
      return Optional.of(change);
    }
    return now.isPresent() ? edited(change, now.get()) : Optional.of(recreated(change));
  }

  private Optional<NoteReader.Content> content(String path) throws IOException {
    try {
      return Optional.of(reader.content(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Optional<NoteChange> edited(NoteChange change, NoteReader.Content now)
      throws IOException {
    if (change.kind().removes()) {
      return Optional.of(
          new NoteChange(
              change.kind(), change.path(), now.digest(), change.bytes(), change.edit()));
    }
    try {
      NoteDocument document = NoteDocument.parse(now.bytes());
      if (change.kind() == Draft.Kind.CREATE && !isOurs(document, change)) {
        rescue(change);
        return Optional.empty();
      }
      document.apply(change.edit());
      byte[] bytes = document.bytes();
      return Digest.of(bytes).equals(now.digest())
          ? Optional.empty()
          : Optional.of(
              new NoteChange(
                  Draft.Kind.REPLACE, change.path(), now.digest(), bytes, change.edit()));
    } catch (NoteUnreadableException e) {
      rescue(change);
      return Optional.empty();
    }
  }

  /** Somebody else may have taken the new note's place since. */
  private static boolean isOurs(NoteDocument document, NoteChange change)
      throws NoteUnreadableException {
    return document
        .front()
        .value(FrontMatter.ID)
        .equals(NoteDocument.parse(change.bytes()).front().value(FrontMatter.ID));
  }

  private static NoteChange recreated(NoteChange change) {
    return new NoteChange(
        Draft.Kind.CREATE, change.path(), Digest.ABSENT, change.bytes(), change.edit());
  }

  private void rescue(NoteChange change) throws IOException {
    if (!change.kind().removes()) {
      String path = files.rescue(change.path(), change.bytes());
      Log.of(Transaction.class)
          .log(
              System.Logger.Level.WARNING,
              "The note {0} was changed by somebody else; what Quire had to write is in {1}",
              change.path(),
              path);
    }
  }
}
