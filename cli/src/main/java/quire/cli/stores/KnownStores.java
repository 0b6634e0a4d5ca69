package quire.cli.stores;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import quire.api.spi.SmallFile;
import quire.cli.base.Surroundings;
import quire.cli.settings.Settings;
import quire.process.registry.StateFolder;

/**
 * Remembers the stores that were seen, so that one which is gone is missed. {@code ID.store} is
 * what is at a place, {@code ID.lost} what was there before another one began, {@code ID.move}
 * where its memory is being moved. A state folder that cannot be read or written costs the memory
 * of them and nothing else.
 */
public final class KnownStores {
  /** Some 300 bytes each; who has more places than that does not miss the oldest. */
  private static final int MOST = 1_000;

  private static final String PRESENT = ".store";
  private static final String LOST = ".lost";
  private static final String MOVE = ".move";

  private final Path folder;
  private final Path backups;

  public KnownStores(Surroundings surroundings) {
    Path state =
        StateFolder.of(surroundings.variables(), surroundings.home(), surroundings.system());
    folder = state.resolve("stores");
    backups = state.resolve("backups");
  }

  /** {@return what Quire keeps of the store of these settings for the worst case} */
  public Backups backups(Settings settings) {
    return new Backups(backups, settings, number(settings.address()));
  }

  /** {@return what was last seen at this place} */
  public Optional<KnownStore> last(String address) {
    return read(address, PRESENT);
  }

  /** {@return every store that was seen at a place and not lost since, the last seen first} */
  public List<KnownStore> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(PRESENT))
          .flatMap(file -> read(file).stream())
          .sorted(Comparator.comparing(KnownStore::seen).reversed())
          .toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /**
   * {@return the store that was at the place of these settings and is gone} One that has come back
   * is forgotten as lost.
   */
  public Optional<KnownStore> missed(Settings settings) {
    Path file = file(settings.address(), LOST);
    if (Files.exists(file)) {
      Optional<KnownStore> lost = read(settings.address(), LOST);
      if (lost.isPresent() && lost.get().identity().equals(KnownStore.identity(settings))) {
        delete(file);
        return Optional.empty();
      }
      return lost;
    }
    return settings.provider().wouldMake(settings.store())
        ? last(settings.address()).filter(store -> !store.isEmpty())
        : Optional.empty();
  }

  /** {@return the file without which nobody speaks of the lost store any more} */
  Path noteOfLoss(String address) {
    Path lost = file(address, LOST);
    return Files.exists(lost) ? lost : file(address, PRESENT);
  }

  /** Another store begins at this place: keeps what was there before, of several the largest. */
  public void lose(String address) {
    Optional<KnownStore> present = last(address).filter(store -> !store.isEmpty());
    long before = read(address, LOST).map(KnownStore::sequence).orElse(0L);
    try {
      if (present.isPresent() && present.get().sequence() > before) {
        Files.move(file(address, PRESENT), file(address, LOST), StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.deleteIfExists(file(address, PRESENT));
      }
    } catch (IOException unwritable) {
      // The next look at the store finds the same.
    }
  }

  /** Remembers a store instead of what was known of its place. */
  public void note(KnownStore store) {
    Path file = file(store.address(), PRESENT);
    try {
      if (!Files.exists(file)) {
        StateFolder.make(folder);
        forgetOldest();
      }
      SmallFile.write(file, store.written());
    } catch (IOException unwritable) {
      // It will not be missed, which is no reason to keep anybody from using it.
    }
  }

  /** Notes that a store is about to be moved, and is not in force any more once it says so. */
  public void beginMove(String from, String to) throws IOException {
    StateFolder.make(folder);
    SmallFile.write(file(from, MOVE), to);
  }

  /**
   * {@return where the store was being moved by a process that has not finished it, or is at it}
   */
  public Optional<String> begunMove(String from) {
    Path file = file(from, MOVE);
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException over) {
      return Optional.empty();
    }
  }

  public void endMove(String from) {
    delete(file(from, MOVE));
  }

  /** Another store was put in this place on purpose: nothing is missed any more. */
  public void replaced(String address) {
    delete(file(address, LOST));
    delete(file(address, PRESENT));
  }

  private void forgetOldest() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(folder)) {
      all = files.filter(file -> file.toString().endsWith(PRESENT)).toList();
    }
    if (all.size() <= MOST) {
      return; // To sort them would make classes at the end of the first session with a store.
    }
    all.stream()
        .sorted(Comparator.comparingLong((Path file) -> file.toFile().lastModified()))
        .limit(all.size() - MOST)
        .forEach(KnownStores::delete);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException unwritable) {
      // It is told once more.
    }
  }

  private Optional<KnownStore> read(String address, String suffix) {
    return read(file(address, suffix)).filter(known -> known.address().equals(address));
  }

  private static Optional<KnownStore> read(Path file) {
    try {
      return KnownStore.read(Files.readString(file));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private Path file(String address, String suffix) {
    return folder.resolve(number(address) + suffix);
  }

  /** FNV-1a: to load a cryptographic one would cost a server's start 10 ms. */
  private static String number(String address) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : address.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return Long.toHexString(hash);
  }
}
