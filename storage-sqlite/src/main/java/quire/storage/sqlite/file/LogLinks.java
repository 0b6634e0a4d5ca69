package quire.storage.sqlite.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The links that a write-ahead log has, as far as it was read. What is committed stays as it is
 * until SQLite begins the log anew, so it is not read again and again: a busy log has thousands of
 * frames and is asked four times a second.
 *
 * @param generation changes whenever SQLite begins the log anew; 0 if there is no sound log
 * @param whole where the last transaction ends that need not be read again, in bytes
 * @param last where the last frame begins, in bytes: those before it are surely written
 * @param found the links in the order of the log, those of a transaction without an end too
 * @param kept how many of them need not be read again
 */
record LogLinks(long generation, long whole, long last, List<Found> found, int kept) {
  static final LogLinks NONE = new LogLinks(0, 0, 0, List.of(), 0);

  /**
   * One link.
   *
   * @param atStart whether it is part of the log's first transaction
   */
  record Found(LogLink link, boolean atStart) {}

  LogLinks {
    found = List.copyOf(found);
  }

  /** {@return the links that need not be read again} */
  List<Found> known() {
    return new ArrayList<>(found.subList(0, kept));
  }

  /** {@return the first link that has this id or names it} */
  Optional<Found> naming(long id) {
    for (Found one : found) {
      if (one.link().id() == id || one.link().previous() == id) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** {@return the last link; {@link LogLink#NONE} if there is none} */
  LogLink newest() {
    return found.isEmpty() ? LogLink.NONE : found.getLast().link();
  }
}
