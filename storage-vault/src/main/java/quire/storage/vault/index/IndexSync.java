package quire.storage.vault.index;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import quire.api.StoreUnavailableException;
import quire.api.spi.FileFailure;
import quire.storage.vault.format.FileNames;
import quire.storage.vault.log.LogBatch;
import quire.storage.vault.log.LogMemory;
import quire.storage.vault.log.LoggedChange;
import quire.storage.vault.log.OpenLog;
import quire.storage.vault.tree.Digest;
import quire.storage.vault.tree.NotePaths;
import quire.storage.vault.tree.NoteStamp;
import quire.storage.vault.tree.TreeWalk;
import quire.storage.vault.tree.TreeWatcher;
import quire.storage.vault.tree.VaultOptions;
import quire.storage.vault.tree.VaultPlaces;

/**
 * Keeps the index true to the files. Writes of other processes are found in the change log, at once
 * and for certain; writes of people are found by events, by looking at each note that is used, and
 * by looking at the whole tree now and then. All calls but {@link #lookAround()} need the monitor
 * of this object.
 */
public final class IndexSync implements AutoCloseable {
  private static final Duration BETWEEN_WALKS = Duration.ofSeconds(5);
  private static final int WALK_SHARE = 100;
  private static final int MOST_VERIFIED = 2_000;
  private static final Duration DEAD_WRITER = Duration.ofSeconds(2);
  private static final long POLL_NANOS = 500_000;

  private final VaultPlaces places;
  private final NoteReader reader;
  private final OpenLog state;
  private final LogMemory memory;
  private final VaultIndex index;
  private final IndexedNotes notes;
  private final TreeWatcher watcher;
  private final ReentrantLock walking = new ReentrantLock();
  private List<String> obstacles = List.of();
  private long seenHead;
  private long seenRewrites;
  private volatile long nextWalk;
  private volatile boolean unseen;

  public IndexSync(VaultPlaces places, NoteReader reader, OpenLog state, VaultOptions options) {
    this.places = places;
    this.reader = reader;
    this.state = state;
    this.memory = new LogMemory();
    this.index = new VaultIndex(memory, new Election(memory, state, places));
    this.notes = new IndexedNotes(places, reader, index, memory);
    this.watcher = TreeWatcher.of(places, options.watch());
  }

  public VaultIndex index() {
    return index;
  }

  public LogMemory memory() {
    return memory;
  }

  public TreeWatcher watcher() {
    return watcher;
  }

  /** {@return what keeps notes from being seen, one sentence each} */
  public List<String> obstacles() {
    return obstacles;
  }

  /** Reads the whole vault for the first time. */
  public synchronized void load() throws IOException {
    long generation = calmGeneration();
    seenRewrites = state.counters().rewrites();
    seenHead = state.log().read(0, state.counters().head(), memory::add);
    long started = System.nanoTime();
    TreeWalk walk = TreeWalk.of(places);
    scheduleWalk(started);
    note(walk);
    index.load(notes -> FirstReading.read(walk.notes().keySet(), this::read, notes));
    walk.placeholders().forEach(notes::unavailable);
    finish(generation);
  }

  private Optional<Note> read(String path) {
    try {
      return Optional.of(places.isInFolder(path) ? reader.note(path) : Note.outside(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          Note.unreadable(
              path, NoteStamp.UNKNOWN, Digest.ABSENT, "it cannot be read: " + FileFailure.text(e)));
    }
  }

  private void note(TreeWalk walk) {
    List<String> found = new ArrayList<>();
    walk.unreadableFolders()
        .forEach(folder -> found.add("The folder %s cannot be read".formatted(folder)));
    walk.undecodable()
        .forEach(
            name -> found.add("The name of %s is not valid text here: rename it".formatted(name)));
    walk.placeholders()
        .forEach(
            path -> found.add("%s is in the cloud only: download it to use it".formatted(path)));
    obstacles = found;
    if (!walk.undecodable().isEmpty() && !"UTF-8".equals(System.getProperty("sun.jnu.encoding"))) {
      throw new StoreUnavailableException(
          "Cannot read the vault %s: this process cannot name files such as %s, because its locale is not UTF-8; nothing was changed. Start it with LC_ALL=C.UTF-8"
              .formatted(places.root(), walk.undecodable().getFirst()));
    }
    watcher.watch(walk.folders());
  }

  private void scheduleWalk(long started) {
    long now = System.nanoTime();
    nextWalk = now + Math.max(BETWEEN_WALKS.toNanos(), WALK_SHARE * (now - started));
  }

  /** Looks at the whole tree if the last look is too long ago. Never waits for another look. */
  public void lookAround() throws IOException {
    if (System.nanoTime() - nextWalk < 0 || !walking.tryLock()) {
      return;
    }
    try {
      look();
    } finally {
      walking.unlock();
    }
  }

  /** Looks at the whole tree. Whatever was moved before this call is found. */
  public void lookNow() throws IOException {
    walking.lock();
    try {
      look();
    } finally {
      walking.unlock();
    }
  }

  private void look() throws IOException {
    long started = System.nanoTime();
    unseen = false; // what is reported from now on may be missed by this look
    TreeWalk walk = TreeWalk.of(places);
    scheduleWalk(started);
    synchronized (this) {
      compare(walk);
    }
  }

  /** {@return whether folders changed since the last look, so that notes may be anywhere} */
  public boolean isUnseen() {
    return unseen;
  }

  /** A note was not found in its place. */
  public synchronized void missed(String path) {
    notes.absent(path);
  }

  private void compare(TreeWalk walk) throws IOException {
    if (isChanging()) {
      return;
    }
    long generation = state.counters().generation();
    note(walk);
    for (Map.Entry<String, TreeWalk.Found> found : walk.notes().entrySet()) {
      Optional<Note> known = index.note(found.getKey());
      if (known.isEmpty()) {
        notes.reload(found.getKey());
      } else if (known.get().kind() != Note.Kind.OUTSIDE) {
        if (!found.getValue().matches(known.get().stamp())) {
          notes.reload(found.getKey());
        } else if (!watcher.reports()) {
          notes.refresh(found.getKey()); // size and time may be as they were: all signs count
        }
      }
    }
    walk.placeholders().forEach(notes::unavailable);
    List<String> gone =
        index.notes().stream()
            .map(Note::path)
            .filter(path -> !walk.notes().containsKey(path) && !walk.isHidden(path))
            .toList();
    notes.doubtDeletions(notes.isMost(gone.size()));
    for (String path : gone) {
      notes.absent(path);
    }
    finish(generation);
  }

  /** Brings the index to where every write is seen that was acknowledged before. */
  public void catchUp() throws IOException {
    checkVanished();
    replay();
    TreeWatcher.Events events = watcher.events();
    if (events.lookEverywhere()) {
      nextWalk = System.nanoTime();
      unseen = true;
    }
    if (isChanging()) {
      return; // what is between two states is not looked at; the log will tell
    }
    long generation = state.counters().generation();
    for (String path : new LinkedHashSet<>(events.notes())) {
      notes.refresh(path);
    }
    for (String path : notes.missing()) {
      notes.refresh(path);
    }
    finish(generation);
  }

  private void checkVanished() {
    places.checkPresent();
    if (notes.doubtsDeletions()) {
      throw new StoreUnavailableException(
          "More than half of the notes in %s disappeared at once, as when a disk is not mounted or a sync is not done; nothing was changed. Calls work again when they are back; if they were deleted on purpose, start the process again"
              .formatted(places.root()));
    }
  }

  private void replay() throws IOException {
    boolean rewritten = isRewritten();
    if (state.counters().head() == seenHead && !rewritten) {
      return;
    }
    long generation = calmGeneration();
    long known = memory.lastSequence();
    if (rewritten) {
      seenRewrites = state.counters().rewrites();
      state.log().startOver();
      memory.clear();
      seenHead = 0;
    }
    Map<String, Boolean> touched = new HashMap<>();
    seenHead =
        state
            .log()
            .read(
                seenHead,
                state.counters().head(),
                batch -> {
                  memory.add(batch);
                  if (batch.firstSequence() > known) {
                    batch
                        .notes()
                        .forEach(
                            note -> touched.put(note.path(), note.digest().equals(Digest.ABSENT)));
                  }
                });
    refresh(touched);
    if (rewritten) {
      forgetErased();
    }
    finish(generation);
  }

  /** {@return whether something in the log was overwritten since it was read} */
  public boolean isRewritten() {
    return state.counters().rewrites() != seenRewrites;
  }

  /** The log does not name the notes of what was forgotten: it says nothing of them any more. */
  private void forgetErased() {
    List<String> erased =
        index.notes().stream()
            .filter(note -> note.isInGraph() && memory.formerNames(note.id()).isEmpty())
            .map(Note::path)
            .filter(path -> !NoteStamp.isPresent(places.note(path)))
            .toList();
    erased.forEach(notes::forget);
  }

  private void refresh(Map<String, Boolean> touched) throws IOException {
    for (Map.Entry<String, Boolean> note : touched.entrySet()) {
      if (note.getValue() && !NoteStamp.isPresent(places.note(note.getKey()))) {
        notes.forget(note.getKey());
      } else {
        notes.refreshWritten(note.getKey());
      }
    }
  }

  /** What was loaded while several notes were changed together may be half of it: load again. */
  private void finish(long generation) throws IOException {
    if (state.counters().generation() != generation) {
      calmGeneration();
      replay();
    }
  }

  private boolean isChanging() {
    return state.counters().generation() % 2 != 0;
  }

  /** Waits until no notes are being changed together, or their writer must be dead. */
  private long calmGeneration() {
    long deadline = System.nanoTime() + DEAD_WRITER.toNanos();
    while (isChanging() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    return state.counters().generation();
  }

  /**
   * {@return whether the notes are, by all signs, still as the index has them; else reloads} Asking
   * for thousands of files would take longer than the answer: then events and looks at the tree do.
   */
  public boolean verify(Collection<Note> used) throws IOException {
    if (isChanging() || used.size() > MOST_VERIFIED) {
      return true;
    }
    long generation = state.counters().generation();
    boolean same = true;
    for (Note note : used) {
      same &= !notes.refresh(note.path());
    }
    finish(generation);
    return same;
  }

  /** Takes over a note that was just read. */
  public synchronized void replace(Note note) {
    notes.edit(note);
  }

  /** Looks whether a name that is not known is that of a note that somebody made just now. */
  public synchronized void probe(String name) throws IOException {
    String folder = places.folder().isEmpty() ? "" : places.folder() + "/";
    String path = folder + FileNames.stem(name) + NotePaths.EXTENSION;
    boolean unknown = index.owner(name).isEmpty() && index.note(path).isEmpty();
    if (unknown && NoteStamp.isPresent(places.note(path))) {
      var _ = notes.refresh(path);
    } else if (unknown && places.hasPlaceholder(path)) {
      notes.unavailable(path);
    }
  }

  /** {@return whether people may have changed facts that the log knows} */
  public boolean isEditedByHand() {
    return notes.isEdited();
  }

  /** {@return whether people are known to have removed or renamed facts that the log may know} */
  public boolean hasLostByHand() {
    return notes.hasLost();
  }

  /** {@return what people did to facts that the log knows and does not tell yet, call by call} */
  public List<List<LoggedChange>> editsByHand() throws IOException {
    if (isChanging()) {
      return List.of();
    }
    HandEdits edits = HandEdits.of(state, memory, index, places, obstacles.isEmpty());
    if (edits.isSure() && edits.calls().isEmpty()) {
      notes.compared();
    }
    return edits.calls();
  }

  /**
   * Takes over what this process itself has just forgotten.
   *
   * @param gone the notes that were erased with it
   */
  public void forgotten(List<Note> written, List<String> gone) throws IOException {
    replay();
    written.forEach(notes::put);
    gone.forEach(notes::forget);
  }

  /** Takes over what this process itself has just committed. */
  public void committed(LogBatch batch, long head, List<Note> written) {
    if (seenHead < head) { // else a reader was quicker
      memory.add(batch);
      seenHead = head;
    }
    Set<String> gone = new LinkedHashSet<>();
    batch.notes().forEach(note -> gone.add(note.path()));
    written.forEach(
        note -> {
          gone.remove(note.path());
          notes.put(note);
        });
    gone.forEach(notes::forget);
  }

  @Override
  public void close() {
    watcher.close();
  }
}
