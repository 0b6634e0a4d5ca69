package quire.lab;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import quire.api.MemoryStore;
import quire.api.spi.LocalStoreProvider;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.cli.CommandRun;
import quire.cli.base.Output;
import quire.cli.base.Surroundings;
import quire.conformance.HeapMemoryStoreProvider;

/** Whole command lines, as the program takes them, and what is said on both streams. */
final class Scene {
  private static final List<MemoryStoreProvider> BACKENDS =
      List.of(new OnHeap("one"), new OnHeap("tree"));

  private final Path folder;
  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream notices = new ByteArrayOutputStream();

  Scene(Path folder) {
    this.folder = folder;
  }

  private record OnHeap(String id) implements LocalStoreProvider {
    @Override
    public boolean isUsual() {
      return id.equals("one");
    }

    @Override
    public Set<String> options() {
      return Set.of();
    }

    @Override
    public MemoryStore open(StoreSettings settings, Clock clock) {
      return new HeapMemoryStoreProvider().open(settings, clock);
    }
  }

  int run(String... arguments) {
    return run(BACKENDS, arguments);
  }

  int run(List<MemoryStoreProvider> backends, String... arguments) {
    results.reset();
    notices.reset();
    Surroundings around = Surroundings.ofThisProcess().in(folder);
    return CommandRun.of(new Output(print(results), print(notices)), around, backends)
        .execute(arguments);
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  String said() {
    return results.toString(StandardCharsets.UTF_8);
  }

  List<String> noticed() {
    return notices.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
