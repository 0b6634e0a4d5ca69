package quire.storage.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import quire.api.Amendment;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Durability;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.Observations;
import quire.api.RecallPage;
import quire.api.RecallQuery;
import quire.api.Relation;
import quire.api.Replaced;
import quire.api.Selection;
import quire.api.StoreBusyException;
import quire.api.StoreDescription;
import quire.api.StoreException;
import quire.api.StoreReadOnlyException;
import quire.api.StoreUnavailableException;
import quire.api.StoreUndecidedException;
import quire.api.spi.FileFailure;
import quire.api.spi.Relocatable;
import quire.api.spi.StoreSettings;
import quire.ranking.FactIndex;
import quire.ranking.Ranking;
import quire.storage.vault.conflict.Conflict;
import quire.storage.vault.conflict.ConflictSweep;
import quire.storage.vault.conflict.VanishedFacts;
import quire.storage.vault.index.ChangeReader;
import quire.storage.vault.index.IndexSync;
import quire.storage.vault.index.Note;
import quire.storage.vault.index.NoteReader;
import quire.storage.vault.index.ReplacedReader;
import quire.storage.vault.index.VaultFacts;
import quire.storage.vault.index.VaultIndex;
import quire.storage.vault.index.VaultSearch;
import quire.storage.vault.index.VaultSnapshot;
import quire.storage.vault.tree.Log;
import quire.storage.vault.tree.Sentinel;
import quire.storage.vault.tree.TreeWalk;
import quire.storage.vault.tree.VaultOptions;
import quire.storage.vault.tree.VaultPlaces;
import quire.storage.vault.write.Amending;
import quire.storage.vault.write.CrashPoint;
import quire.storage.vault.write.Forgetting;
import quire.storage.vault.write.GraphWrites;
import quire.storage.vault.write.NoteFiles;
import quire.storage.vault.write.Renaming;
import quire.storage.vault.write.VaultFiles;
import quire.storage.vault.write.VaultWriter;

/** The graph in a folder of notes that people and any number of processes write together. */
final class VaultMemoryStore implements Relocatable {
  private static final int ROUNDS = 3;
  private static final Duration RECOVERY_PATIENCE = Duration.ofSeconds(1);

  private final StoreSettings settings;
  private final VaultPlaces places;
  private final VaultOptions options;
  private final VaultFiles state;
  private final NoteReader reader;
  private final IndexSync freshness;
  private final VaultWriter writer;
  private final VaultFacts facts;
  private final ReentrantReadWriteLock closing = new ReentrantReadWriteLock();
  private boolean closed;

  private VaultMemoryStore(
      StoreSettings settings, VaultOptions options, Clock clock, Consumer<CrashPoint> steps) {
    this.settings = settings;
    this.options = options;
    this.places = VaultPlaces.find(settings, options);
    this.facts = new VaultFacts(places.root().toString());
    this.reader = new NoteReader(places, options);
    this.state = VaultFiles.open(places, settings.durability());
    this.freshness = new IndexSync(places, reader, state.openLog(), options);
    NoteFiles files = new NoteFiles(places, settings.durability() == Durability.FULL, steps);
    this.writer = new VaultWriter(places, options, state, reader, freshness, files, clock, steps);
  }

  static VaultMemoryStore open(StoreSettings settings, Clock clock, Consumer<CrashPoint> steps) {
    VaultOptions options = VaultOptions.of(settings.options(), settings.patience());
    VaultMemoryStore store = new VaultMemoryStore(settings, options, clock, steps);
    try {
      store.load();
      return store;
    } catch (IOException e) {
      store.close();
      throw store.unavailable("open", e);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private void load() throws IOException {
    if (!options.readOnly()) {
      Sentinel.hideFromGit(places.root());
    }
    Optional<StoreException> failure = writer.needsRecovery() ? recoverIfFree() : Optional.empty();
    boolean half = state.counters().generation() % 2 != 0;
    if (failure.isPresent() && half) {
      throw new StoreUnavailableException(
          "The vault %s holds half of a write that could not be finished yet; nothing was read, and nothing of the write is lost: it is finished once that has passed. %s"
              .formatted(places.root(), failure.get().getMessage()),
          failure.get());
    }
    freshness.load();
  }

  /**
   * A live writer needs no recovery; a dead one does not hold the lock.
   *
   * @return what kept a dead one's write from being finished, if something did
   */
  private Optional<StoreException> recoverIfFree() {
    try {
      writer.recover(RECOVERY_PATIENCE);
      return Optional.empty();
    } catch (StoreBusyException | StoreUnavailableException | StoreReadOnlyException e) {
      Log.of(getClass())
          .log(System.Logger.Level.DEBUG, "Left to the next writer: {0}", e.getMessage());
      return e instanceof StoreBusyException ? Optional.empty() : Optional.of(e);
    }
  }

  @Override
  public List<Entity> createEntities(List<Entity> entities, Author author) {
    List<Entity> copy = List.copyOf(entities);
    settings.limits().checkEntities(copy);
    return write("create entities", author, plan -> GraphWrites.createEntities(plan, copy));
  }

  @Override
  public List<Relation> createRelations(List<Relation> relations, Author author) {
    List<Relation> copy = List.copyOf(relations);
    settings.limits().checkRelations(copy);
    return write("create relations", author, plan -> GraphWrites.createRelations(plan, copy));
  }

  @Override
  public List<Observations> addObservations(List<Observations> additions, Author author) {
    List<Observations> copy = List.copyOf(additions);
    settings.limits().checkObservations(copy);
    return write("add observations", author, plan -> GraphWrites.addObservations(plan, copy));
  }

  @Override
  public long deleteEntities(List<String> names, Author author) {
    return write("delete entities", author, plan -> GraphWrites.deleteEntities(plan, names));
  }

  @Override
  public long deleteObservations(List<Observations> deletions, Author author) {
    return write(
        "delete observations", author, plan -> GraphWrites.deleteObservations(plan, deletions));
  }

  @Override
  public long deleteRelations(List<Relation> relations, Author author) {
    return write("delete relations", author, plan -> GraphWrites.deleteRelations(plan, relations));
  }

  @Override
  public long amend(Amendment amendment, Author author) {
    amendment.check(settings.limits());
    return write("amend facts", author, plan -> Amending.carryOut(plan, amendment));
  }

  @Override
  public long renameEntity(String from, String to, Author author) {
    settings.limits().checkEntities(List.of(new Entity(to, "", List.of())));
    return write("rename an entity", author, plan -> Renaming.rename(plan, from, to));
  }

  @Override
  public long mergeEntities(String from, String into, Author author) {
    return write("merge entities", author, plan -> Amending.merge(plan, from, into));
  }

  @Override
  public long forget(List<Observations> items, Author author) {
    List<Observations> copy = List.copyOf(items);
    Forgetting forgetting = new Forgetting(state, places, reader);
    return open(
        () -> {
          writer.look(); // a copy that was made just now may not be reported yet
          return writer.write("forget", author, plan -> forgetting.of(plan, copy));
        });
  }

  @Override
  public Optional<String> movedTo() {
    try {
      return writer.movedTo();
    } catch (IOException e) {
      throw unavailable("read", e);
    }
  }

  @Override
  public void moveTo(String address, Runnable last) {
    open(
        () -> {
          writer.moveTo(address, last);
          return true;
        });
  }

  @Override
  public void moveBack() {
    open(
        () -> {
          writer.moveBack();
          return true;
        });
  }

  <T> T write(String doing, Author author, GraphWrites.Operation<T> operation) {
    return open(() -> writer.write(doing, author, operation));
  }

  /** Runs a call that the store's end waits for. */
  private <T> T open(Supplier<T> call) {
    closing.readLock().lock();
    try {
      if (closed) {
        throw new StoreUnavailableException(
            "The vault %s was closed; open it again".formatted(places.root()));
      }
      return call.get();
    } catch (InternalError e) {
      Optional<StoreUndecidedException> lost = state.counters().lost(e);
      if (lost.isPresent()) {
        throw lost.get();
      }
      throw e;
    } finally {
      closing.readLock().unlock();
    }
  }

  /** A read, which may meet trouble with the files. */
  private interface Reading<T> {
    T get() throws IOException;
  }

  private <T> T reading(Reading<T> reading) {
    return open(
        () -> {
          try {
            if (state.counters().generation() % 2 != 0 && !isWriterAlive()) {
              var _ = recoverIfFree();
            }
            freshness.lookAround();
            synchronized (freshness) {
              freshness.catchUp();
              if (!freshness.isUnseen()) {
                return settled(reading);
              }
            }
            freshness.lookNow(); // folders came or went: a note that moved is found at once
            synchronized (freshness) {
              freshness.catchUp();
              return settled(reading);
            }
          } catch (IOException e) {
            throw unavailable("read", e);
          }
        });
  }

  /** What was read of the log while something in it was being forgotten is read again. */
  private <T> T settled(Reading<T> reading) throws IOException {
    T answer = reading.get();
    for (int round = 1; round < ROUNDS && freshness.isRewritten(); round++) {
      freshness.catchUp();
      answer = reading.get();
    }
    return answer;
  }

  /** A writer changes several notes within moments, unless it died or was stopped. */
  private boolean isWriterAlive() {
    long generation = state.counters().generation();
    long deadline = System.nanoTime() + RECOVERY_PATIENCE.toNanos();
    while (System.nanoTime() - deadline < 0) {
      if (state.counters().generation() != generation) {
        return true;
      }
      LockSupport.parkNanos(1_000_000);
    }
    return false;
  }

  @Override
  public GraphSnapshot read(Selection selection) {
    return reading(
        () -> {
          if (selection instanceof Selection.Named(List<String> names)) {
            for (String name : names) {
              freshness.probe(name);
            }
          }
          VaultSnapshot snapshot = select(selection);
          for (int round = 1; round < ROUNDS && !freshness.verify(snapshot.selected()); round++) {
            snapshot = select(selection);
          }
          return snapshot;
        });
  }

  private VaultSnapshot select(Selection selection) {
    VaultIndex index = freshness.index();
    return switch (selection) {
      case Selection.Everything() -> everything();
      case Selection.Named(List<String> names) -> named(new HashSet<>(names));
      case Selection.Matching(String query) when query.isEmpty() -> everything();
      case Selection.Matching(String query) ->
          connected(VaultSearch.of(query).select(index), VaultReport.missing(freshness));
    };
  }

  private VaultSnapshot everything() {
    VaultIndex index = freshness.index();
    return new VaultSnapshot(
        index.entities(), index.allRelations(), VaultReport.missing(freshness));
  }

  private VaultSnapshot named(Set<String> names) {
    List<Note> found = new ArrayList<>();
    for (String name : names) {
      freshness.index().owner(name).filter(n -> n.kind() == Note.Kind.ENTITY).ifPresent(found::add);
    }
    found.sort(Comparator.comparing(Note::age));
    Set<String> unknown = new HashSet<>(names);
    found.forEach(note -> unknown.remove(note.name()));
    return connected(found, VaultReport.missing(freshness, unknown));
  }

  private VaultSnapshot connected(List<Note> notes, List<String> missing) {
    Collection<String> names = notes.stream().map(Note::name).toList();
    return new VaultSnapshot(notes, freshness.index().relationsTouching(names), missing);
  }

  @Override
  public RecallPage recall(RecallQuery query) {
    return withFacts(
        facts -> {
          RecallPage page = Ranking.recall(query, facts);
          return new RecallPage(page.facts(), page.left(), VaultReport.missing(freshness));
        });
  }

  @Override
  public boolean canPrepareRecall() {
    return Ranking.isLearning();
  }

  @Override
  public boolean prepareRecall() {
    return Ranking.isLearning() && withFacts(Ranking::learn);
  }

  /** Asks about the facts, which stay as they are meanwhile. */
  <T> T withFacts(Function<FactIndex, T> question) {
    return reading(() -> question.apply(facts.current(state.openLog(), freshness.index())));
  }

  @Override
  public List<Replaced> replaced(Collection<String> entities) {
    return reading(
        () ->
            ReplacedReader.read(
                state.log(),
                state.counters().head(),
                entities,
                freshness.memory(),
                freshness.index()));
  }

  @Override
  public List<Change> changes(ChangeQuery query) {
    return told(
        () -> ChangeReader.read(state.log(), state.counters().head(), query, freshness.index()));
  }

  @Override
  public long lastSequence() {
    return told(() -> freshness.memory().lastSequence());
  }

  /** {@return what the log tells, once what people did is in it, as far as that was seen} */
  private <T> T told(Reading<T> reading) {
    T answer = reading(reading);
    return open(writer::noteHandEdits) ? reading(reading) : answer;
  }

  @Override
  public long historyStart() {
    return reading(() -> freshness.memory().historyStart());
  }

  @Override
  public StoreDescription describe() {
    return reading(() -> VaultReport.describe(settings, places, options, state, freshness));
  }

  @Override
  public List<String> problems() {
    return reading(() -> VaultReport.problems(freshness));
  }

  /** {@return whether the system reports changes that people make} */
  boolean isWatched() {
    return freshness.watcher().reports();
  }

  /** {@return what a person should know who does not ask} */
  Optional<String> notice() {
    return reading(() -> VaultReport.notice(freshness.index()));
  }

  /** {@return what looks like copies that sync tools made of notes} */
  List<Conflict> conflicts() {
    return reading(() -> ConflictSweep.of(freshness.index(), reader));
  }

  /** {@return facts that Quire wrote and that are gone, though no write of Quire's removed them} */
  List<String> vanishedFacts() {
    return reading(() -> VanishedFacts.of(state.log(), state.counters().head(), freshness.index()));
  }

  /** {@return the temporary files of writes whose process died} */
  List<Path> leftovers() {
    return reading(() -> TreeWalk.of(places).temporaries());
  }

  /** Removes a temporary file of a write whose process died. */
  void removeLeftover(Path leftover) {
    open(
        () -> {
          writer.removeTemporary(places.relative(leftover));
          return true;
        });
  }

  /** Carries out all parts of a write but a note, and takes them back. */
  void tryWriting() {
    open(
        () -> {
          writer.tryOut();
          return true;
        });
  }

  VaultPlaces places() {
    return places;
  }

  private StoreUnavailableException unavailable(String doing, IOException e) {
    return new StoreUnavailableException(
        "Cannot %s the vault %s: %s; nothing was changed. Calls work again once that has passed"
            .formatted(doing, places.root(), FileFailure.text(e)),
        FileFailure.coded(e));
  }

  @Override
  public void close() {
    closing.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        freshness.close();
        state.close();
      }
    } finally {
      closing.writeLock().unlock();
    }
  }
}
