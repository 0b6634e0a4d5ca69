package quire.cli;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quire.api.MemoryStore;
import quire.api.StoreDamagedException;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;
import quire.api.spi.LocalStoreProvider;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.cli.doctor.Doctor;
import quire.conformance.HeapMemoryStoreProvider;

/**
 * Installed backends that keep their stores on the heap, by location, and some that are not well.
 */
public final class Backends {
  public static final List<MemoryStoreProvider> INSTALLED =
      List.of(new OnHeap("sqlite", Set.of()), new OnHeap("tree", Set.of("colour", "depth")));

  public static final List<MemoryStoreProvider> UNWELL =
      List.of(INSTALLED.getFirst(), INSTALLED.getLast(), new Broken(), new Spoilt());

  private Backends() {}

  private record OnHeap(String id, Set<String> options) implements LocalStoreProvider {
    @Override
    public boolean isUsual() {
      return id.equals("sqlite");
    }

    @Override
    public String usualName() {
      return isUsual() ? "memory.db" : id;
    }

    @Override
    public Optional<String> successorOf(Path jsonl) {
      return Optional.of(jsonl.toString().replaceFirst("\\.jsonl?$", "") + ".db")
          .filter(file -> isUsual());
    }

    @Override
    public Optional<String> inPlaceOf(Path database) {
      return Optional.of(database.toString()).filter(file -> isUsual());
    }

    @Override
    public MemoryStore open(StoreSettings settings, Clock clock) {
      return new HeapMemoryStoreProvider().open(settings, clock);
    }
  }

  /** Opens nothing. */
  private record Broken() implements LocalStoreProvider {
    @Override
    public String id() {
      return "broken";
    }

    @Override
    public Set<String> options() {
      return Set.of();
    }

    @Override
    public MemoryStore open(StoreSettings settings, Clock clock) {
      throw new StoreDamagedException("Cannot open " + settings.location());
    }

    @Override
    public List<HealthCheck> healthChecks(StoreSettings settings, boolean deep) {
      return List.of(new Doctor.Check("broken-parts", () -> Finding.fail("all of them", "none")));
    }
  }

  /** Finds something wrong in each of its stores. */
  private record Spoilt() implements LocalStoreProvider {
    @Override
    public String id() {
      return "spoilt";
    }

    @Override
    public Set<String> options() {
      return Set.of();
    }

    @Override
    public MemoryStore open(StoreSettings settings, Clock clock) {
      MemoryStore sound = new HeapMemoryStoreProvider().open(settings, clock);
      return (MemoryStore)
          Proxy.newProxyInstance(
              Backends.class.getClassLoader(),
              new Class<?>[] {MemoryStore.class},
              (proxy, method, arguments) ->
                  method.getName().equals("problems")
                      ? List.of("a fact is gone")
                      : method.invoke(sound, arguments));
    }
  }
}
