package quire.storage.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import quire.api.Author;
import quire.api.Durability;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.GraphSnapshot;
import quire.api.Limits;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.spi.StoreSettings;
import quire.storage.vault.tree.Sentinel;
import quire.storage.vault.write.CrashPoint;

/** A vault in a directory of a test's own, with what people and other processes do to it. */
final class VaultScene implements AutoCloseable {
  static final Author AUTHOR = new Author("test", "session");

  private final Path directory;
  private final Map<String, String> options = new HashMap<>();
  private final List<VaultMemoryStore> opened = new ArrayList<>();

  VaultScene(Path directory) {
    this.directory = directory;
    options.put("state-dir", state().toString());
    Sentinel.make(root());
  }

  Path root() {
    return directory.resolve("vault");
  }

  Path state() {
    return directory.resolve("state");
  }

  /** {@return the vault's own part of the state directory} */
  Path vaultState() {
    try (Stream<Path> vaults = Files.list(state().resolve("vaults"))) {
      return vaults.findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  VaultScene with(String option, String value) {
    options.put(option, value);
    return this;
  }

  StoreSettings settings() {
    return settings(root());
  }

  StoreSettings settings(Path location) {
    return new StoreSettings(location.toString(), Durability.NORMAL, Limits.STANDARD, options);
  }

  VaultMemoryStore open() {
    return open(step -> {});
  }

  VaultMemoryStore open(Consumer<CrashPoint> steps) {
    return open(settings(), steps);
  }

  VaultMemoryStore open(StoreSettings settings, Consumer<CrashPoint> steps) {
    VaultMemoryStore store = VaultMemoryStore.open(settings, Clock.systemUTC(), steps);
    opened.add(store);
    return store;
  }

  Path write(String path, String text) {
    return write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a note as if it had been there for long, so that nobody waits for it to settle. */
  Path write(String path, byte[] bytes) {
    try {
      Path file = root().resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      age(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void age(Path file) throws IOException {
    long stamp = System.currentTimeMillis() - 60_000 + (System.nanoTime() % 10_000);
    Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(stamp));
  }

  String text(String path) {
    try {
      return Files.readString(root().resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the names of all files in the vault that are not hidden} */
  List<String> files() {
    return files(name -> !name.startsWith(".") && !name.contains("/."));
  }

  private List<String> files(java.util.function.Predicate<String> wanted) {
    try (Stream<Path> tree = Files.walk(root())) {
      return tree.filter(Files::isRegularFile)
          .map(file -> root().relativize(file).toString())
          .filter(wanted)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void remember(MemoryStore store, String name, String... texts) {
    Entity entity = new Entity(name, "thing", List.of(texts));
    assertThat(store.createEntities(List.of(entity), AUTHOR)).containsExactly(entity);
  }

  static void add(MemoryStore store, String name, String... texts) {
    store.addObservations(List.of(new Observations(name, List.of(texts))), AUTHOR);
  }

  static void relate(MemoryStore store, String from, String to, String type) {
    store.createRelations(List.of(new Relation(from, to, type)), AUTHOR);
  }

  static Graph read(MemoryStore store, Selection selection) {
    try (GraphSnapshot snapshot = store.read(selection)) {
      return snapshot.toGraph();
    }
  }

  static Graph everything(MemoryStore store) {
    return read(store, new Selection.Everything());
  }

  static List<String> names(MemoryStore store) {
    return everything(store).entities().stream().map(Entity::name).toList();
  }

  static List<String> texts(MemoryStore store, String name) {
    return read(store, new Selection.Named(List.of(name))).entities().stream()
        .flatMap(entity -> entity.observations().stream())
        .toList();
  }

  static List<Relation> relations(MemoryStore store) {
    return everything(store).relations();
  }

  /** What holds after every case: no temporary files, every note readable, no problem found. */
  void assertSound() {
    VaultMemoryStore store = open();
    assertThat(store.problems()).isEmpty();
    assertThat(files(name -> name.contains(".~quire"))).as("temporary files").isEmpty();
    assertThat(vaultState().resolve("txn")).isEmptyDirectory();
  }

  /** Starts a process that works on the vault; see {@link VaultChild}. */
  ChildProcess child(String haltAt, String... script) throws IOException {
    return child(root(), haltAt, script);
  }

  ChildProcess child(Path location, String haltAt, String... script) throws IOException {
    return ChildProcess.start(location, state(), haltAt, List.of(script));
  }

  @Override
  public void close() {
    opened.reversed().forEach(MemoryStore::close);
  }
}
