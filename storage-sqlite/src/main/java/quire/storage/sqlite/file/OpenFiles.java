package quire.storage.sqlite.file;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The three files that the connections of a store have open together: the database, its log, and
 * the log's index in shared memory. What is written to a file that its path no longer leads to is
 * lost, so each is asked for before and after every write.
 */
public final class OpenFiles {
  /**
   * Two changes of a folder within the clock's grain leave the same time; the coarsest is 10 ms.
   */
  private static final Duration GRAIN = Duration.ofMillis(50);

  private final StoreFile target;
  private final Optional<Object> database;
  private Optional<Object> log = Optional.empty();
  private Optional<Object> index = Optional.empty();

  /** The folder as it was when all three were found in their places. */
  private volatile Optional<FileState> folder = Optional.empty();

  /** The database file as it was when it was last known to be of this store's making. */
  private volatile FileState seen;

  /** The links of the log at the log's place, whichever it was, as they were last read. */
  private volatile LogLinks links = LogLinks.NONE;

  private volatile long logSize;
  private volatile boolean given;
  private volatile boolean toBeRenewed;
  private volatile boolean onlyRead;
  private volatile boolean frozen;
  private volatile long names = 1;

  /** Whether somebody has written over the database. */
  private volatile boolean overwritten;

  private volatile boolean cut;

  OpenFiles(StoreFile file) {
    this.target = file.target();
    this.seen = file.state();
    this.database = seen.key();
  }

  /** {@return the file that the store's path led to} */
  public StoreFile target() {
    return target;
  }

  public boolean isDatabase(FileState actual) {
    return actual.key().equals(database);
  }

  public boolean isSeen(FileState actual) {
    return actual.equals(seen);
  }

  public boolean isShorter(FileState actual) {
    return actual.size() < seen.size();
  }

  public void see(FileState actual) {
    seen = actual;
  }

  LogLinks links() {
    return links;
  }

  void see(LogLinks now) {
    links = now;
  }

  /**
   * Notes that nothing can be written where the store lies.
   *
   * @param frozen whether it is read without any lock, because it had no log
   */
  void onlyRead(boolean frozen) {
    this.frozen = frozen;
    onlyRead = true;
  }

  /** Notes how many names the database has. */
  void named(long count) {
    names = count;
  }

  boolean hasOneName() {
    return names <= 1;
  }

  /** {@return why nothing can be written, as the store is only read} */
  String obstacle() {
    return hasOneName()
        ? "the file, its folder or the disk is read-only for this user"
        : "the file has %d names (hard links), and writes under one would spoil those under another"
            .formatted(names);
  }

  /** {@return what is to be done about it} */
  String remedy() {
    return hasOneName()
        ? "Make all three writable"
        : "Find the other names with find -samefile, and delete them or make them symbolic links";
  }

  /** {@return whether others have changed what is read without any lock} */
  boolean isThawed(FileState actual) {
    return frozen && (!isSeen(actual) || target.size(StoreFile.LOG) > 0);
  }

  boolean isOnlyRead() {
    return onlyRead;
  }

  /** {@return whether a connection was opened to these files} */
  public boolean isUsed() {
    return given;
  }

  /** Asks for a new link in the database file, since a log that fits it is kept elsewhere. */
  public void renew() {
    toBeRenewed = true;
  }

  public void renewed() {
    toBeRenewed = false;
  }

  public boolean isToBeRenewed() {
    return toBeRenewed;
  }

  public boolean isOverwritten() {
    return overwritten;
  }

  public void giveUp() {
    overwritten = true;
  }

  public boolean isCut() {
    return cut;
  }

  /** Notes that the log has lost its end, so that its connections cannot be used any more. */
  public void cut() {
    cut = true;
  }

  /** Notes which log SQLite has opened, unless that is known. */
  public void noteLog() {
    if (!given) {
      log = key(StoreFile.LOG);
      index = key(StoreFile.INDEX);
      logSize = target.size(StoreFile.LOG);
      given = true;
    }
  }

  /** {@return whether the log and its index are still what their names lead to, and whole} */
  public boolean haveLog() {
    return !overwritten && !cut && areInPlace(false);
  }

  /** {@return whether all three are still what their names lead to} */
  public boolean areInPlace() {
    return areInPlace(true);
  }

  private boolean areInPlace(boolean all) {
    if (!given || onlyRead) {
      return true;
    }
    Optional<FileState> now = target.folder();
    if (now.isPresent() && now.equals(folder)) {
      return true;
    }
    boolean same = log.equals(key(StoreFile.LOG)) && index.equals(key(StoreFile.INDEX));
    boolean whole = same && key("").equals(database);
    folder = whole ? now.filter(OpenFiles::isSettled) : Optional.empty();
    return all ? whole : same;
  }

  private static boolean isSettled(FileState folder) {
    return folder.modified().plus(GRAIN).isBefore(Instant.now());
  }

  /** {@return whether somebody may use the log with an index of their own} */
  public boolean isIndexForeign() {
    Optional<Object> there = key(StoreFile.INDEX);
    return there.isPresent() && !there.equals(index);
  }

  /** {@return whether the file at the log's place is another one than that which is open} */
  public boolean isForeignLog(FileState there) {
    return !there.key().equals(log);
  }

  /** {@return whether the log has become shorter since it was last asked for} */
  public boolean isLogShorter() {
    long now = target.size(StoreFile.LOG);
    boolean shorter = now < logSize;
    logSize = now;
    return shorter;
  }

  /** {@return whether the log is long enough for so many frames} */
  public boolean holdsFrames(long frames, long pageSize) {
    return frames == 0 || target.size(StoreFile.LOG) >= 32 + frames * (24 + pageSize);
  }

  /** {@return the numbers of the database and the log, as a link notes them} */
  public LogLink linkAfter(LogLink last) {
    return last.next(
        target.state("").map(FileState::number).orElse(0L),
        target.state(StoreFile.LOG).map(FileState::number).orElse(0L));
  }

  private Optional<Object> key(String suffix) {
    return target.state(suffix).flatMap(FileState::key);
  }
}
