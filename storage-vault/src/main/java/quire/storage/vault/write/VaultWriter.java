package quire.storage.vault.write;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import quire.api.Author;
import quire.api.StoreBusyException;
import quire.api.StoreException;
import quire.api.StoreReadOnlyException;
import quire.api.StoreUnavailableException;
import quire.api.StoreUndecidedException;
import quire.api.spi.FileFailure;
import quire.storage.vault.index.IndexSync;
import quire.storage.vault.index.Note;
import quire.storage.vault.index.NoteReader;
import quire.storage.vault.log.LogBatch;
import quire.storage.vault.log.LoggedChange;
import quire.storage.vault.log.TextPlaces;
import quire.storage.vault.tree.Log;
import quire.storage.vault.tree.NotePaths;
import quire.storage.vault.tree.NoteStamp;
import quire.storage.vault.tree.Ulid;
import quire.storage.vault.tree.VaultOptions;
import quire.storage.vault.tree.VaultPlaces;

/** Carries out one write at a time, under the vault's lock, completely or not at all (R9). */
public final class VaultWriter {
  private static final int ATTEMPTS = 5;
  private static final Duration SETTLING = Duration.ofSeconds(2);
  private static final long SETTLE_PAUSE_NANOS = 50_000_000;
  private static final Duration TRIAL_PATIENCE = Duration.ofSeconds(2);
  private static final Duration NOTING_PATIENCE = Duration.ofSeconds(1);
  private static final Author TRIAL = new Author("quire doctor", "a trial");

  private final VaultPlaces places;
  private final VaultOptions options;
  private final VaultFiles state;
  private final NoteReader reader;
  private final IndexSync freshness;
  private final NoteFiles files;
  private final Transaction transaction;
  private final Recovery recovery;
  private final MoveMark mark;
  private final TextPlaces texts = new TextPlaces();
  private final Clock clock;
  private final Consumer<CrashPoint> steps;
  private final RandomGenerator random = RandomGenerator.getDefault();

  public VaultWriter(
      VaultPlaces places,
      VaultOptions options,
      VaultFiles state,
      NoteReader reader,
      IndexSync freshness,
      NoteFiles files,
      Clock clock,
      Consumer<CrashPoint> steps) {
    this.places = places;
    this.options = options;
    this.state = state;
    this.reader = reader;
    this.freshness = freshness;
    this.files = files;
    this.transaction = new Transaction(files, reader, state, freshness.watcher(), steps);
    this.recovery = new Recovery(state, files, reader, transaction, steps);
    this.mark = new MoveMark(places);
    this.clock = clock;
    this.steps = steps;
  }

  public <T> T write(String doing, Author author, GraphWrites.Operation<T> operation) {
    checkAllowed();
    long started = System.nanoTime();
    int attempts = 0;
    boolean looked = false;
    Optional<Long> settled = Optional.empty();
    while (true) {
      boolean patient = settled.filter(time -> System.nanoTime() - time >= 0).isEmpty();
      try (VaultLock.Held _ = state.lock().acquire(left(started), doing)) {
        steps.accept(CrashPoint.LOCKED);
        return locked(author, operation, patient, looked);
      } catch (DisturbedException e) {
        boolean waits = e.remedy() == DisturbedException.Remedy.WAIT || looked;
        if (e.remedy() == DisturbedException.Remedy.PLAN) {
          if (++attempts == ATTEMPTS) {
            throw busy(e);
          }
        } else if (!waits) {
          look();
          looked = true;
        } else if (patient) {
          settled = settled.or(() -> Optional.of(System.nanoTime() + settling(started)));
          LockSupport.parkNanos(SETTLE_PAUSE_NANOS);
        } else {
          throw busy(e);
        }
      }
    }
  }

  private long settling(long started) {
    return Math.min(SETTLING.toNanos(), left(started).toNanos());
  }

  /** All attempts of a write share its time for waiting. */
  private Duration left(long started) {
    Duration passed = Duration.ofNanos(System.nanoTime() - started);
    Duration left = options.lockWait().minus(passed);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Finds all notes that were made or moved before, as the system may report them late. */
  public void look() {
    try {
      freshness.lookNow();
    } catch (IOException e) {
      throw unavailable("look for a note", e);
    }
  }

  private StoreBusyException busy(DisturbedException last) {
    return new StoreBusyException(
        "The vault %s: %s, again and again; nothing was written. Repeat the call"
            .formatted(places.root(), last.getMessage()),
        last);
  }

  private void checkAllowed() {
    if (options.readOnly()) {
      throw new StoreReadOnlyException(
          "The vault %s is opened read-only by its configuration; nothing was written"
              .formatted(places.root()));
    }
  }

  /** {@return where the memory has moved to} */
  public Optional<String> movedTo() throws IOException {
    return mark.address();
  }

  /** Does the last step of a move while no other process can write, and sets the mark. */
  public void moveTo(String address, Runnable last) {
    checkAllowed();
    try (VaultLock.Held _ = state.lock().acquire(options.lockWait(), "move")) {
      places.checkPresent();
      mark.demandInForce();
      recovery.run();
      last.run();
      mark.set(address);
    } catch (IOException e) {
      throw unavailable("mark a move", e);
    }
  }

  /** Takes the mark of a move away. */
  public void moveBack() {
    checkAllowed();
    try (VaultLock.Held _ = state.lock().acquire(options.lockWait(), "move")) {
      places.checkPresent();
      mark.remove();
    } catch (IOException e) {
      throw unavailable("take back a move", e);
    }
  }

  /** Carries out all parts of a write but a note, and takes them back. */
  public void tryOut() {
    checkAllowed();
    try (VaultLock.Held _ = state.lock().acquire(TRIAL_PATIENCE, "a trial")) {
      places.checkPresent();
      recovery.run();
      String nonce = nonce();
      files.tryOut(nonce);
      long head = state.counters().head();
      try {
        var _ =
            state
                .log()
                .append(head, new LogBatch(0, clock.instant(), TRIAL, nonce, List.of(), List.of()));
      } finally {
        state.log().truncate(head);
      }
    } catch (IOException e) {
      throw unavailable("write", e);
    }
  }

  /**
   * Removes a temporary file. They are made under the lock only: whoever has it knows that they are
   * left over.
   */
  public void removeTemporary(String path) {
    checkAllowed();
    try (VaultLock.Held _ = state.lock().acquire(options.lockWait(), "repair")) {
      places.checkPresent();
      files.removeTemporary(path);
    } catch (IOException e) {
      throw unavailable("remove " + path, e);
    }
  }

  /**
   * Logs what people removed, renamed and brought back in the notes, if that is known by now and
   * nothing stands in the way; else the next call does.
   *
   * @return whether anything was logged, by this process or, meanwhile, another one
   */
  public boolean noteHandEdits() {
    if (options.readOnly()) {
      return false;
    }
    try {
      synchronized (freshness) {
        if (!freshness.isEditedByHand() || freshness.editsByHand().isEmpty()) {
          return false;
        }
      }
      try (VaultLock.Held _ = state.lock().acquire(NOTING_PATIENCE, "note what people removed")) {
        places.checkPresent();
        mark.demandInForce();
        recovery.run();
        synchronized (freshness) {
          freshness.catchUp();
          logHandEdits();
        }
      }
      return true;
    } catch (IOException | StoreException e) {
      Log.of(VaultWriter.class)
          .log(System.Logger.Level.DEBUG, "Left to the next call: {0}", e.getMessage());
      return false;
    }
  }

  /** Needs the lock and the monitor of what is fresh: whoever comes next finds it logged. */
  private void logHandEdits() throws IOException {
    for (List<LoggedChange> call : freshness.editsByHand()) {
      long sequence = freshness.memory().lastSequence() + 1;
      LogBatch batch = LogBatch.byHand(sequence, clock.instant(), call);
      long head = append(state.counters().head(), batch);
      steps.accept(CrashPoint.LOGGED);
      state.counters().setHead(head);
      freshness.committed(batch, head, List.of());
    }
  }

  /** Takes the lock once so that what a dead process left is finished or taken back. */
  public void recover(Duration patience) {
    try (VaultLock.Held _ = state.lock().acquire(patience, "recovery")) {
      places.checkPresent();
      recovery.run();
    } catch (IOException e) {
      throw unavailable("recover", e);
    }
  }

  public boolean needsRecovery() throws IOException {
    return recovery.isNeeded();
  }

  private <T> T locked(
      Author author, GraphWrites.Operation<T> operation, boolean patient, boolean looked)
      throws DisturbedException {
    WritePlan plan;
    List<NoteChange> changes;
    T result;
    long sequence;
    try {
      places.checkPresent(); // before recovery, which writes too
      mark.demandInForce();
      state.counters().nextEpoch();
      recovery.run();
      synchronized (freshness) {
        freshness.catchUp();
        if (freshness.isUnseen() && !looked) {
          throw DisturbedException.unseen();
        }
        if (freshness.hasLostByHand()) {
          logHandEdits(); // before what this write does
        }
        sequence = freshness.memory().lastSequence() + 1;
      }
      steps.accept(CrashPoint.PLANNING);
      // Readers go on meanwhile; each note is compared with the index when it is opened.
      plan = new WritePlan(freshness, reader, places, this::nextId, sequence, patient, looked);
      result = operation.plan(plan);
      changes = plan.finish();
    } catch (IOException e) {
      throw unavailable("write", e);
    }
    if (!changes.isEmpty() || plan.overwritten().isPresent()) {
      List<LogBatch.TouchedNote> touched =
          changes.stream()
              .filter(change -> change.kind() != Draft.Kind.ERASE)
              .map(change -> new LogBatch.TouchedNote(change.path(), change.after()))
              .toList();
      commit(
          new LogBatch(sequence, clock.instant(), author, nonce(), touched, plan.changes()),
          new RedoJournal.Decision(changes, plan.overwritten()));
    }
    return result;
  }

  private Ulid nextId() {
    Ulid next = state.counters().lastUlid().next(clock.millis(), random);
    state.counters().setLastUlid(next);
    return next;
  }

  private static String nonce() {
    byte[] bytes = new byte[5];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private long append(long head, LogBatch batch) throws IOException {
    return state.log().append(head, texts.once(batch, state.log(), head));
  }

  private void commit(LogBatch batch, RedoJournal.Decision decision) throws DisturbedException {
    List<NoteChange> changes = decision.changes();
    boolean forgets = decision.overwritten().isPresent();
    long head = state.counters().head();
    boolean decided = false;
    try {
      long newHead = append(head, batch);
      steps.accept(CrashPoint.LOGGED);
      if (changes.size() == 1 && !forgets) {
        NoteStamp stamp = one(changes.getFirst(), batch, head);
        decided = true;
        state.counters().setHead(newHead);
        publish(batch, newHead, List.of(stamp), changes);
        return;
      }
      Map<Integer, BasicFileAttributes> prepared = decide(head, batch, decision);
      decided = true;
      steps.accept(CrashPoint.JOURNALED);
      List<NoteStamp> stamps = transaction.carryOut(decision, batch.nonce(), prepared);
      state.counters().setHead(newHead);
      transaction.end();
      state.journal().finished(head);
      publish(batch, newHead, stamps, changes);
    } catch (IOException e) {
      throw decided ? undecided(e) : unavailable("write", e);
    }
  }

  private Map<Integer, BasicFileAttributes> decide(
      long head, LogBatch batch, RedoJournal.Decision decision)
      throws IOException, DisturbedException {
    boolean decided = false;
    try {
      Map<Integer, BasicFileAttributes> prepared =
          transaction.prepare(decision.changes(), batch.nonce());
      steps.accept(CrashPoint.BEFORE_JOURNAL);
      state.journal().decide(head, decision);
      decided = true;
      return prepared;
    } finally {
      if (!decided) {
        takeBack(head, batch);
      }
    }
  }

  /** What cannot be removed now is removed by the next write. */
  private void takeBack(long head, LogBatch batch) {
    try {
      files.removeLeftovers(batch);
      state.log().truncate(head);
    } catch (IOException e) {
      Log.of(VaultWriter.class)
          .log(System.Logger.Level.DEBUG, "Left to the next write: {0}", FileFailure.text(e));
    }
  }

  private NoteStamp one(NoteChange change, LogBatch batch, long head)
      throws IOException, DisturbedException {
    boolean happened = false;
    try {
      NoteStamp stamp = files.carryOut(change, batch.nonce(), 0);
      happened = true;
      files.forceFolders(List.of(change));
      return stamp;
    } catch (IOException e) {
      happened |= isDone(change);
      if (happened) {
        throw undecided(e);
      }
      throw e;
    } finally {
      if (!happened) {
        takeBack(head, batch);
      }
    }
  }

  private boolean isDone(NoteChange change) {
    try {
      return reader.content(change.path()).digest().equals(change.after());
    } catch (NoSuchFileException e) {
      return change.kind().removes();
    } catch (IOException e) {
      return true; // nobody can tell: the caller is told that
    }
  }

  private void publish(
      LogBatch batch, long newHead, List<NoteStamp> stamps, List<NoteChange> changes)
      throws IOException {
    steps.accept(CrashPoint.PUBLISHED);
    List<Note> written = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      NoteChange change = changes.get(i);
      if (!change.kind().removes() && !NotePaths.isBesideTheStore(change.path())) {
        written.add(
            NoteReader.parse(
                change.path(),
                new NoteReader.Content(change.bytes(), stamps.get(i), change.after())));
      }
    }
    List<String> erased =
        changes.stream()
            .filter(change -> change.kind() == Draft.Kind.ERASE)
            .map(NoteChange::path)
            .toList();
    synchronized (freshness) {
      if (freshness.isRewritten()) {
        freshness.forgotten(written, erased);
      } else {
        freshness.committed(batch, newHead, written);
      }
    }
  }

  private StoreUndecidedException undecided(IOException e) {
    return new StoreUndecidedException(
        "Writing to the vault %s failed at its very end: %s; it happened completely or not at all. Repeating the call is safe"
            .formatted(places.root(), FileFailure.text(e)),
        FileFailure.coded(e));
  }

  private StoreException unavailable(String doing, IOException e) {
    return FileFailure.isReadOnly(e)
        ? new StoreReadOnlyException(
            "Cannot %s in the vault %s: %s; nothing was written, reading works. Calls work again once the disk can be written"
                .formatted(doing, places.root(), FileFailure.text(e)),
            FileFailure.coded(e))
        : new StoreUnavailableException(
            "Cannot %s in the vault %s: %s; nothing was written. Calls work again once that has passed"
                .formatted(doing, places.root(), FileFailure.text(e)),
            FileFailure.coded(e));
  }
}
