package quire.cli.hook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import quire.api.MemoryStore;
import quire.api.StoreException;
import quire.api.spi.MemoryStoreProvider;
import quire.cli.base.ConfigurationException;
import quire.cli.base.Flags;
import quire.cli.base.Output;
import quire.cli.base.Services;
import quire.cli.base.Surroundings;
import quire.cli.scope.ProjectAndUserStore;
import quire.cli.settings.Settings;
import quire.cli.settings.SettingsReader;

/**
 * {@code quire hook session-start}: tells the agent of a session that begins what is remembered. It
 * says nothing, and succeeds, whenever there is nothing to say: an empty memory, none, a busy or a
 * damaged one, a session that goes on, a payload of a program it does not know. A hook that fails
 * or talks without need is switched off, and a session waits for it.
 */
public final class SessionStartHook {
  private static final List<String> COMMAND = List.of("hook", "session-start");

  /** Payloads have some hundred bytes. */
  private static final int LONGEST_PAYLOAD = 1 << 20;

  private static final long LONGEST_NANOS = 2_000_000_000;

  private final Surroundings surroundings;
  private final List<MemoryStoreProvider> backends;

  SessionStartHook(Surroundings surroundings, List<MemoryStoreProvider> backends) {
    this.surroundings = surroundings;
    this.backends = backends;
  }

  /** {@return whether this command line asks for it} */
  public static boolean isMeant(String[] arguments) {
    return Arrays.asList(arguments).equals(COMMAND);
  }

  /** Answers the payload on standard input. */
  public static void run(Output output) {
    deadline().start();
    try {
      answer(Surroundings.ofThisProcess(), System.in, output);
    } catch (IOException | RuntimeException defect) {
      // Whatever it is, the session begins without a digest; quire doctor finds the cause.
    }
  }

  /**
   * Uses what an answer needs, so that it becomes a part of the cache that is being made: as in a
   * project whose memory no variable names.
   */
  public static void rehearse() {
    Surroundings project = Surroundings.ofThisProcess().without("QUIRE_STORE");
    String payload =
        """
        {"hook_event_name":"SessionStart","session_id":"s","transcript_path":"t","cwd":"%s"}
        """
            .formatted(project.workingDirectory());
    var _ = deadline();
    Output nowhere = new Output(new PrintStream(OutputStream.nullOutputStream()), System.err);
    try {
      answer(project, new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)), nowhere);
    } catch (IOException noFile) {
      throw new UncheckedIOException(noFile);
    }
  }

  private static void answer(Surroundings surroundings, InputStream payload, Output output)
      throws IOException {
    Optional<String> digest =
        new SessionStartHook(surroundings, Services.backends()).answer(payload);
    if (digest.isPresent()) {
      write(output, digest.get());
    }
  }

  private static Thread deadline() {
    return Thread.ofPlatform().name("deadline").daemon().unstarted(new Deadline());
  }

  /** A class and no lambda, which would be made anew at each beginning. */
  private record Deadline() implements Runnable {
    @Override
    public void run() {
      long end = System.nanoTime() + LONGEST_NANOS;
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
      Runtime.getRuntime().halt(0);
    }
  }

  Optional<String> answer(InputStream payload) throws IOException {
    Optional<SessionBegin> begin = SessionBegin.read(payload.readNBytes(LONGEST_PAYLOAD));
    if (begin.isEmpty()) {
      return Optional.empty();
    }
    try {
      Settings settings =
          new SettingsReader(surroundings.in(begin.get().folder()), backends)
              .read(new Flags(Optional.empty(), Optional.empty()));
      boolean none = settings.provider().wouldMake(settings.store());
      if (settings.along().isPresent()) {
        return together(settings, none, settings.along().get());
      }
      return none ? Optional.empty() : digest(settings);
    } catch (ConfigurationException | StoreException | IllegalArgumentException notNow) {
      return Optional.empty();
    }
  }

  /** The user's own memory has something to say also where the project has none yet. */
  private static Optional<String> together(Settings settings, boolean none, Settings users) {
    if (users.provider().wouldMake(users.store())) {
      return none ? Optional.empty() : digest(settings);
    }
    if (none) {
      try (MemoryStore store = open(users)) {
        return Digest.ofUser(store);
      }
    }
    try (MemoryStore store =
        new ProjectAndUserStore(open(settings), users.address(), () -> open(users))) {
      return Digest.of(store);
    }
  }

  private static Optional<String> digest(Settings settings) {
    try (MemoryStore store = open(settings)) {
      return Digest.of(store);
    }
  }

  /** Neither waits nor takes over another server's file, as opening it for calls would. */
  private static MemoryStore open(Settings settings) {
    return settings.provider().open(settings.store(), Clock.systemUTC());
  }

  private static void write(Output output, String digest) {
    output.json(
        out -> {
          out.writeStartObject();
          out.writeObjectPropertyStart("hookSpecificOutput");
          out.writeStringProperty("hookEventName", "SessionStart");
          out.writeStringProperty("additionalContext", digest);
          out.writeEndObject();
          out.writeEndObject();
        });
  }
}
