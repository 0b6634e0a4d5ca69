package quire.api.spi;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quire.api.MemoryStore;

/**
 * Opens the stores of one backend. A module that provides this service adds its backend to every
 * Quire that has the module on its path. A backend whose stores are files of this machine
 * implements {@link LocalStoreProvider} and inherits most of this.
 */
public interface MemoryStoreProvider {
  /** {@return the backend's name in configuration files and in {@code --store name:location}} */
  String id();

  /** {@return the names of the options that this backend understands} */
  Set<String> options();

  /**
   * {@return those of the options that are the user's alone to set} A file that comes with a
   * project may not set them unless the user has approved it, because they lead out of the project.
   */
  default Set<String> personalOptions() {
    return Set.of();
  }

  /**
   * Reads a location as people write it after the backend's name and a colon. Nothing is opened.
   *
   * @return its one form: the same text for everybody who means the same store, without a password.
   *     Given back to this method it stays as it is
   * @throws IllegalArgumentException if it is not understood; the message says what is expected
   */
  String location(String written, StoreFolders folders);

  /**
   * {@return where the store is if nobody says it}
   *
   * @throws IllegalArgumentException if this backend has no such place; the message says what to
   *     give
   */
  String usualLocation(StoreFolders folders);

  /** {@return whether this backend is used if nobody names one} The first by id, if several are. */
  default boolean isUsual() {
    return false;
  }

  /**
   * {@return whether there is a store} Creates none.
   *
   * @throws quire.api.StoreException if it cannot be found out
   */
  boolean exists(StoreSettings settings);

  /**
   * {@return the files and folders of this machine that make up the store, whether they exist or
   * not: first the one that is the store, then those that come and go beside it; none for a store
   * elsewhere}
   */
  default List<Path> files(StoreSettings settings) {
    return List.of();
  }

  /**
   * {@return the folder in which the store keeps its own affairs, if they are not beside it}
   * Whoever can write there decides what is read and written, so it has to be the user's.
   *
   * @throws IllegalArgumentException if the value of an option is not understood
   */
  default Optional<Path> stateFolder(StoreSettings settings) {
    return Optional.empty();
  }

  /**
   * {@return the location of a store that would take over this JSONL file of a former memory
   * server, as people write it; empty if this backend takes over none}
   */
  default Optional<String> successorOf(Path jsonl) {
    return Optional.empty();
  }

  /**
   * {@return the location of a store that is this database of a former memory server, as people
   * write it; empty if this backend cannot use such in its place}
   */
  default Optional<String> inPlaceOf(Path database) {
    return Optional.empty();
  }

  /**
   * Opens the store and creates it where the backend does so unasked.
   *
   * @param clock dates what is written
   * @throws quire.api.StoreException if the store cannot be opened; nothing was changed
   * @throws IllegalArgumentException if the value of an option is not understood
   */
  MemoryStore open(StoreSettings settings, Clock clock);

  /**
   * {@return whether there is no store and {@link #open} would make one} Such a store is opened for
   * its first write only: a client that just connects leaves nothing behind. False where that
   * cannot be told, or where something is wrong that {@link #open} has to report.
   */
  default boolean wouldMake(StoreSettings settings) {
    return false;
  }

  /**
   * Loads what the opening of a store will need, and touches no file. A server that has no store
   * yet does so while its client thinks, so that the first write does not wait for it.
   */
  default void warmUp() {}

  /**
   * Makes an empty store where there is none, because somebody asked for it. Only a backend that
   * opens nothing which was not made on purpose has something to do here.
   *
   * @return whether it was made now; false if it was there, or if {@link #open} creates it
   * @throws quire.api.StoreException if it cannot be made; what is there stays as it is
   */
  default boolean make(StoreSettings settings) {
    return false;
  }

  /**
   * {@return how to open a new store for a trial, all of which is inside this folder and goes with
   * it; empty if this backend cannot keep a store in a folder} The store need not exist yet;
   * whoever wants it calls {@link #make} and {@link #open}.
   *
   * @param folder empty, absolute
   */
  default Optional<StoreSettings> scratch(Path folder) {
    return Optional.empty();
  }

  /**
   * {@return the process that writes the store at this moment, as far as the system tells} A
   * command that waits for it tells a person whom it waits for. Opens nothing.
   */
  default Optional<ProcessHandle> writer(StoreSettings settings) {
    return Optional.empty();
  }

  /**
   * Copies a store to the side if opening it would change its format, as {@code quire upgrade} does
   * before another version becomes current. The store itself is only read; others may go on writing
   * to it.
   *
   * @return the copy, one file in the store's own folder that {@link #open} takes, with all that
   *     was acknowledged before the call; empty if there is no store or its format would stay as it
   *     is
   * @throws quire.api.StoreException if that could not be done; nothing was changed
   */
  default Optional<Path> backUpOlder(StoreSettings settings, Clock clock) {
    return Optional.empty();
  }

  /**
   * {@return where texts may still be that a store has forgotten (R26), each with what to do} Only
   * what is this backend's own; backups, exports and the like are the same for all.
   */
  default List<String> beyondForgetting(StoreSettings settings) {
    return List.of();
  }

  /**
   * {@return what {@code quire doctor} asks about a store of this backend beyond what holds for
   * every store} Creating them opens nothing.
   *
   * @param deep whether checks that read the whole store are wanted
   */
  default List<HealthCheck> healthChecks(StoreSettings settings, boolean deep) {
    return List.of();
  }
}
