package quire.api.spi;

import java.util.Optional;
import quire.api.MemoryStore;
import quire.api.StoreReadOnlyException;

/**
 * A store that can give way to another one.
 *
 * <p>R30: from the moment in which a store is marked as moved, every write of every process that
 * has it open, or opens it, is refused with a {@link StoreReadOnlyException} whose message has the
 * new address. Reads answer as before, and the log does not tell of it. Every write that was
 * acknowledged before can be read by the last step of the move.
 */
public interface Relocatable extends MemoryStore {
  /**
   * {@return where this store has moved to, as far as was seen when it was opened; empty if it is
   * in force}
   */
  Optional<String> movedTo();

  /**
   * Keeps all writers out, does the last step, and marks the store as moved. The step may read this
   * store and take its time; writers wait for it, and those whose time is over meanwhile are told
   * that the store is busy. If the step throws, or the process dies, nothing is marked and writers
   * go on.
   *
   * @param address where the memory is from now on, as it is written after {@code --store}
   * @throws StoreReadOnlyException if it has moved already
   * @throws quire.api.StoreBusyException if another writer holds the store; nothing was done
   */
  void moveTo(String address, Runnable last);

  /**
   * {@return what a write to a store that has moved is told}
   *
   * @param backend the provider's id
   * @param moved where it is now
   */
  static StoreReadOnlyException refusal(String backend, String location, String moved) {
    return new StoreReadOnlyException(
        "Cannot write the store %s: this memory has moved to %s; nothing was written here, and what is here can be read. Open a new window (its server uses the new place), or name it with --store. To go on here all the same: quire move --back --from %s"
            .formatted(location, moved, ShellWord.of(backend + ":" + location)));
  }

  /** Takes the mark away: the store can be written again. Does nothing to one that has none. */
  void moveBack();
}
