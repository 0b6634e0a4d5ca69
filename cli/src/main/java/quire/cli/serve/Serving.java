package quire.cli.serve;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import quire.api.MemoryStore;
import quire.api.StoreException;
import quire.cli.base.ExitCode;
import quire.cli.base.Notices;
import quire.cli.base.Output;
import quire.cli.base.Services;
import quire.cli.base.Surroundings;
import quire.cli.base.Version;
import quire.cli.copies.BackupWatch;
import quire.cli.install.Launcher;
import quire.cli.settings.LogLevel;
import quire.cli.settings.Settings;
import quire.cli.settings.SettingsReader;
import quire.cli.stores.KnownStores;
import quire.cli.stores.StoreOpener;
import quire.cli.stores.StoreWatch;
import quire.cli.stores.UnfinishedMove;
import quire.mcp.ServerSetup;
import quire.mcp.StdioServer;
import quire.process.registry.Client;
import quire.resilience.RetryingMemoryStore;

/**
 * One server over the standard streams. Wired by hand: a client waits for its first answer, and
 * docs/adr/0005-wiring.md has the figures.
 */
public final class Serving {
  private static final Duration LONGEST_END = Duration.ofSeconds(2);

  /** Leaves a moment of the longest end for the process itself to end. */
  private static final Duration LAST_RESORT = LONGEST_END.minusMillis(200);

  /** A store that a server made and that was then deleted is missed from now on. */
  private static final Duration FIRST_NOTE = Duration.ofMillis(500);

  private static final Duration LONGEST_WITHOUT_NOTE = Duration.ofSeconds(15);

  private final ServeFlags flags;
  private final Level level;
  private final PrintStream notices;
  private final Surroundings surroundings = Surroundings.ofThisProcess();
  private final KnownStores known = new KnownStores(surroundings);
  private final ServerRegistration registration;
  private final CompletableFuture<Settings> settings = new CompletableFuture<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile ExitCode exit = ExitCode.FAILED;
  private final Notices lasting;
  private final StoreOpener opener;
  private volatile Optional<StoreWatch> watch = Optional.empty();
  private volatile Optional<BackupWatch> backups = Optional.empty();

  public Serving(ServeFlags flags, PrintStream notices) {
    this.flags = flags;
    this.registration = new ServerRegistration(surroundings, this::notice);
    this.level = LogLevel.inForce(flags.log());
    this.notices = notices;
    this.lasting = new Notices(this::notice);
    this.opener = new StoreOpener(Clock.systemUTC(), known, lasting);
  }

  /**
   * Serves until the input ends or the process is told to end.
   *
   * @return {@link ExitCode#FAILED} if a defect ended it
   */
  public ExitCode run() throws InterruptedException {
    StoreOnDemand store = new StoreOnDemand(this::open);
    StdioServer server = new StdioServer(setup(store));
    Runtime.getRuntime().addShutdownHook(new Stopping(() -> stop(server)));
    store.openAhead(this::warmUp, failure -> notice(failure.getMessage()));
    Thread joining =
        Thread.ofPlatform().name("registration").daemon().start(() -> join(server, store));
    if (isRecorded()) {
      joining.join(); // the recorded session is over before other servers enter
    }
    greet();
    try {
      boolean sound =
          server.serve(
              new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
      exit = sound ? ExitCode.OK : ExitCode.FAILED;
      if (!sound) {
        notice(
            "ended after an internal error, which the line above names; what was acknowledged is"
                + " stored. Open a new window to go on; quire doctor examines the installation");
      }
    } finally {
      store.opened().ifPresent(open -> watch.ifPresent(known -> known.note(open)));
      store.close(LONGEST_END);
      registration.close();
      try {
        if (backups.isPresent()) {
          backups.get().end();
        }
      } finally {
        ended.countDown();
      }
    }
    return exit;
  }

  private ServerSetup setup(StoreOnDemand store) {
    return new ServerSetup(
        Version.number(),
        store,
        session(),
        notices,
        level,
        new ClientListener(),
        lasting::kept,
        this::answerBytes);
  }

  /** Asked once the store is open, and so the settings are read. */
  private int answerBytes() {
    return settings.isDone() ? settings.join().answerBytes() : ServerSetup.USUAL_ANSWER_BYTES;
  }

  private final class ClientListener implements ServerSetup.ClientListener {
    @Override
    public void clientIs(String name, String version) {
      registration.clientIs(new Client(name, version));
    }

    /** Whatever hangs from here on, a call or the store, ends with the process. */
    @Override
    public void clientLeaves(boolean sound) {
      ExitCode code = sound ? ExitCode.OK : ExitCode.FAILED;
      try {
        Thread.ofPlatform().name("last-resort").daemon().start(() -> endAfter(LAST_RESORT, code));
      } catch (OutOfMemoryError full) {
        endNow("ended at once, for want of memory");
      }
    }
  }

  /** {@return a name for this server's life that no other one has} */
  private static String session() {
    return Long.toString(System.currentTimeMillis(), 36)
        + "-"
        + Long.toString(ProcessHandle.current().pid(), 36);
  }

  private MemoryStore open() {
    SettingsReader reader = new SettingsReader(surroundings, Services.backends());
    Settings inForce = reader.read(flags.flags());
    if (known.begunMove(inForce.address()).isPresent() && flags.flags().store().isEmpty()) {
      inForce = new UnfinishedMove(known, reader, surroundings, lasting).finished(inForce);
    }
    settings.complete(inForce);
    watch = Optional.of(opener.watch(inForce));
    backups = Optional.of(new BackupWatch(inForce, known, surroundings, Clock.systemUTC()));
    if (isRecorded()) {
      RetryingMemoryStore.rehearse();
    }
    return opener.openInScope(inForce);
  }

  private void warmUp() {
    Settings inForce = settings.join();
    if (inForce.provider().wouldMake(inForce.store())) {
      inForce.provider().warmUp();
    }
  }

  /** Beside the first calls, which do not wait for it. */
  private void join(StdioServer server, StoreOnDemand store) {
    try {
      registration.awaitFirstAnswers();
      watchClient(server);
      enter();
      if (!isRecorded()) {
        remember(store);
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private void enter() {
    try {
      registration.enter(settings.join());
    } catch (OutOfMemoryError full) {
      notice("this server is not in the list of \"quire ps\", for want of memory");
    }
  }

  /** No server goes on without this watch: who has no memory for it ends, and says so. */
  private void watchClient(StdioServer server) {
    try {
      registration.watch(server::stop);
    } catch (Error unwatched) {
      endNow("ended, for it could not watch its client");
    }
  }

  /** Notes now and then what the store holds, with a thousandth of the time at most. */
  private void remember(StoreOnDemand store) throws InterruptedException {
    Duration pause = FIRST_NOTE;
    while (!ended.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
      Duration taken = noted(store);
      Duration next = pause.multipliedBy(2);
      pause = next.compareTo(LONGEST_WITHOUT_NOTE) > 0 ? LONGEST_WITHOUT_NOTE : next;
      Duration rest = taken.multipliedBy(1_000);
      pause = rest.compareTo(pause) > 0 ? rest : pause;
    }
  }

  private void lookForBackup(Optional<MemoryStore> open) {
    try {
      if (open.isPresent() && backups.isPresent()) {
        backups.get().look(open.get().written());
      }
    } catch (StoreException unreachable) {
      // Whoever calls the store is told.
    }
  }

  /** {@return how long it took} What is thrown is left to the next note. */
  private Duration noted(StoreOnDemand store) {
    Optional<MemoryStore> open = store.opened();
    try {
      // Without a lambda: this comes after the session that the start cache is made of.
      Duration taken =
          open.isPresent() && watch.isPresent() ? watch.get().note(open.get()) : Duration.ZERO;
      lookForBackup(open);
      return taken;
    } catch (OutOfMemoryError unnoted) {
      return Duration.ZERO;
    }
  }

  /**
   * {@return whether the classes of this session become the cache that makes later ones start fast}
   */
  private boolean isRecorded() {
    return surroundings.variable("QUIRE_AOT_RECORD").isPresent();
  }

  private void notice(String line) {
    notices.println("quire: " + Output.visible(line));
  }

  /** A signal ends the server as the end of its input does, and that is success. */
  private void stop(StdioServer server) {
    if (ended.getCount() == 0 && exit != ExitCode.OK) {
      return; // a failure is not hidden behind a signal that came after it
    }
    server.stop();
    endAfter(LONGEST_END, ExitCode.OK);
    Runtime.getRuntime().halt(ExitCode.OK.number());
  }

  /** Ends the process unless it ends by itself in this time. */
  private void endAfter(Duration patience, ExitCode code) {
    try {
      if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          notice("ended with calls still running; what was acknowledged is stored");
        } finally {
          Runtime.getRuntime().halt(code.number());
        }
      }
    } catch (InterruptedException interrupted) {
      notice("interrupted while ending; what was acknowledged is stored");
    }
  }

  private void endNow(String why) {
    try {
      notice(why + "; what was acknowledged is stored");
    } finally {
      Runtime.getRuntime().halt(ExitCode.FAILED.number());
    }
  }

  private void greet() {
    if (Boolean.getBoolean("quire.terminal")) {
      notices.println(
          "Quire serves the Model Context Protocol here, to a program and not to a person.");
      notices.println(
          "To connect Claude Code:  " + Launcher.ofThisProcess(surroundings).claudeCommand());
      notices.println("To see it at work:       quire demo        To end it: Ctrl-D");
    }
  }
}
