package quire.http.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import quire.api.MemoryStore;
import quire.api.StoreException;
import quire.http.engine.Engine.Call;

/** Says to whoever watches over a server whether it can serve. */
public final class Health {
  /** Nobody without a token makes the store work more often. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Supplier<MemoryStore> store;
  private boolean reachable;
  private long lookedAt = System.nanoTime() - FRESH.toNanos();

  public Health(Supplier<MemoryStore> store) {
    this.store = store;
  }

  public void answer(Call call, boolean ending) throws IOException {
    boolean well = !ending && isReachable();
    String status = ending ? "ending" : well ? "ok" : "store-unreachable";
    call.answer(
        well ? 200 : 503,
        "application/json",
        "{\"status\":\"%s\"}\n".formatted(status).getBytes(StandardCharsets.UTF_8));
  }

  private synchronized boolean isReachable() {
    if (System.nanoTime() - lookedAt >= FRESH.toNanos()) {
      try {
        store.get().lastSequence();
        reachable = true;
      } catch (StoreException failure) {
        reachable = false;
      }
      lookedAt = System.nanoTime();
    }
    return reachable;
  }
}
