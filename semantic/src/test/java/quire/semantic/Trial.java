package quire.semantic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import quire.api.Author;
import quire.api.Fact;
import quire.ranking.Closeness;

/** What the tests of this module need: the model as it is shipped, and facts about parcels. */
final class Trial {
  static final String NO_LIBRARY = "the build has no library for this system";

  static final ModelFolder FILES = ModelFolder.installed().orElseThrow();

  private Trial() {}

  /** {@return whether this system's library was found for the build} */
  static boolean runsHere() {
    return Files.exists(FILES.folder().resolve(System.mapLibraryName("onnxruntime4j_jni")));
  }

  static E5Closeness closeness(Path cache) {
    return closeness(new Model(FILES), cache, Duration.ofMinutes(10), told -> {});
  }

  static E5Closeness closeness(Model model, Path cache, Duration patience, Consumer<String> log) {
    return closeness(model, cache(cache, log), Duration.ZERO, patience, Learner.quietly(), log);
  }

  static VectorCache cache(Path file, Consumer<String> log) {
    return new VectorCache(Optional.of(file), Clock.systemUTC(), log);
  }

  static E5Closeness closeness(
      Model model,
      VectorCache cache,
      Duration respite,
      Duration patience,
      ThreadFactory threads,
      Consumer<String> log) {
    return new E5Closeness(
        model,
        cache,
        new Learner(model, cache, Clock.systemUTC(), respite, patience, threads, log));
  }

  static Fact fact(long sequence, String entity, String text) {
    return new Fact(
        sequence,
        entity,
        "note",
        Optional.of(text),
        new Author("test", "here"),
        Instant.ofEpochSecond(1_700_000_000 + sequence));
  }

  static List<Fact> facts(String... texts) {
    List<Fact> facts = new ArrayList<>();
    for (String text : texts) {
      facts.add(fact(facts.size() + 1, "depot", text));
    }
    return facts;
  }

  /** {@return the question, as soon as the model is there} */
  static Closeness.Asked asked(Closeness closeness, String question) throws TimeoutException {
    AtomicReference<Closeness.Asked> asked = new AtomicReference<>();
    await(
        () -> {
          closeness.ask(question, "store").ifPresent(asked::set);
          return asked.get() != null;
        });
    return asked.get();
  }

  static void await(BooleanSupplier condition) throws TimeoutException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new TimeoutException();
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
