package quire.conformance;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import quire.api.Author;
import quire.api.Durability;
import quire.api.Entity;
import quire.api.Limits;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.StoreBusyException;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;

/**
 * A process that writes into a store of an installed backend. For each number from 0 on it creates
 * {@link #BATCH} entities in one call, adds one observation to a shared entity, and then prints one
 * line, which is its acknowledgement.
 */
public final class WriterProcess {
  static final String ACKNOWLEDGED = "acknowledged ";
  static final String SHARED = "shared";
  static final int BATCH = 3;

  private final MemoryStore store;
  private final Author author;

  private WriterProcess(MemoryStore store, String name) {
    this.store = store;
    this.author = new Author("writer", name);
  }

  /**
   * Writes until all is written, nobody reads the acknowledgements any more, or it is killed.
   *
   * @param args the provider's id, the location, the durability, the writer's name, how many
   *     numbers to write, and the backend's options as {@code name=value}
   */
  public static void main(String[] args) {
    MemoryStoreProvider provider =
        ServiceLoader.load(MemoryStoreProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(installed -> installed.id().equals(args[0]))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("No backend " + args[0]));
    Map<String, String> options = new HashMap<>();
    for (String option : List.of(args).subList(5, args.length)) {
      int equals = option.indexOf('=');
      options.put(option.substring(0, equals), option.substring(equals + 1));
    }
    StoreSettings settings =
        new StoreSettings(args[1], Durability.valueOf(args[2]), Limits.STANDARD, options);
    int calls = Integer.parseInt(args[4]);
    try (MemoryStore store = repeat(() -> provider.open(settings, Clock.systemUTC()))) {
      new WriterProcess(store, args[3]).write(calls);
    }
  }

  static Entity entity(String batch, int index) {
    return new Entity(batch + ", " + index, batch, List.of("written by a process"));
  }

  private void write(int calls) {
    List<Entity> shared = List.of(new Entity(SHARED, SHARED, List.of()));
    repeat(() -> store.createEntities(shared, author));
    for (int i = 0; i < calls && !System.out.checkError(); i++) {
      String batch = author.session() + " " + i;
      List<Entity> entities = List.of(entity(batch, 0), entity(batch, 1), entity(batch, 2));
      List<Observations> additions = List.of(new Observations(SHARED, List.of(batch)));
      repeat(() -> store.createEntities(entities, author));
      repeat(() -> store.addObservations(additions, author));
      System.out.println(ACKNOWLEDGED + batch);
    }
  }

  /** A busy store has done nothing, so that the call can be made again (R13). */
  private static <T> T repeat(Supplier<T> call) {
    while (true) {
      try {
        return call.get();
      } catch (StoreBusyException _) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }
}
