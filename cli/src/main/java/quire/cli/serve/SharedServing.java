package quire.cli.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import quire.api.MemoryStore;
import quire.api.StoreException;
import quire.api.spi.Sha256;
import quire.cli.base.ConfigurationException;
import quire.cli.base.ExitCode;
import quire.cli.base.Notices;
import quire.cli.base.Output;
import quire.cli.base.Services;
import quire.cli.base.Surroundings;
import quire.cli.base.Version;
import quire.cli.copies.BackupWatch;
import quire.cli.install.Launcher;
import quire.cli.servers.Machine;
import quire.cli.servers.PsCommand;
import quire.cli.settings.LogLevel;
import quire.cli.settings.Settings;
import quire.cli.settings.SettingsReader;
import quire.cli.stores.KnownStores;
import quire.cli.stores.StoreOpener;
import quire.cli.stores.StoreWatch;
import quire.cli.stores.UnfinishedMove;
import quire.http.HttpSetup;
import quire.http.SharedServer;
import quire.http.access.AccessTokens;
import quire.mcp.ServerSetup;
import quire.process.siblings.Sighting;

/** One server at an address, for any number of clients. Wired by hand, as the other one is. */
final class SharedServing {
  private static final Duration LONGEST_END = Duration.ofMillis(2_500);
  private static final Duration NOTE = Duration.ofSeconds(15);

  private final ServeFlags flags;
  private final HttpFlags http;
  private final Output output;
  private final Greeting greeting;
  private final PrintStream log;
  private final Surroundings surroundings = Surroundings.ofThisProcess();
  private final Notices notices;
  private final StoreOpener opener;
  private final ServerRegistration registration;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** What is said once the server listens. */
  @FunctionalInterface
  interface Greeting {
    void tell(SharedServer server, Settings settings, AccessTokens tokens) throws IOException;
  }

  SharedServing(ServeFlags flags, HttpFlags http, Output output) {
    this(flags, http, output, Optional.empty());
  }

  /**
   * @param greeting what is said instead of the address and where the token is
   */
  SharedServing(ServeFlags flags, HttpFlags http, Output output, Optional<Greeting> greeting) {
    this.flags = flags;
    this.http = http;
    this.greeting = greeting.orElse(this::tell);
    this.output = output;
    this.log = output.notices();
    this.notices = new Notices(output::notice);
    this.opener = new StoreOpener(Clock.systemUTC(), new KnownStores(surroundings), notices);
    this.registration = new ServerRegistration(surroundings, output::notice);
  }

  /** Serves until the process is told to end. */
  ExitCode run() throws InterruptedException, IOException {
    Settings settings = settings();
    AccessTokens tokens = TokenPlace.tokens(surroundings);
    // Whoever has a token need not be the user, whose own memory is not read along.
    StoreOnDemand store = new StoreOnDemand(() -> opener.open(settings));
    DoctorsReport doctor = doctor(settings);
    SharedServer server = server(settings, tokens, store, doctor);
    Runtime.getRuntime().addShutdownHook(new Stopping(() -> stop(server)));
    StoreWatch watch = opener.watch(settings);
    BackupWatch backups =
        new BackupWatch(settings, new KnownStores(surroundings), surroundings, Clock.systemUTC());
    try {
      store.openAhead(() -> {}, failure -> output.notice(failure.getMessage()));
      greeting.tell(server, settings, tokens);
      registration.serves(server.address());
      registration.watch(server::close);
      registration.enter(settings);
      Thread.ofPlatform().name("notes").daemon().start(() -> remember(watch, backups, store));
      server.serve();
    } finally {
      server.close();
      doctor.close();
      store.opened().ifPresent(watch::note);
      store.close(LONGEST_END);
      registration.close();
      try {
        backups.end();
      } finally {
        ended.countDown();
      }
    }
    return ExitCode.OK;
  }

  private Settings settings() {
    SettingsReader reader = new SettingsReader(surroundings, Services.backends());
    Settings settings = reader.read(flags.flags());
    return flags.flags().store().isPresent()
        ? settings
        : new UnfinishedMove(new KnownStores(surroundings), reader, surroundings, notices)
            .finished(settings);
  }

  private DoctorsReport doctor(Settings settings) {
    List<String> command =
        System.getProperty("quire.home") == null
            ? List.of()
            : Launcher.ofThisProcess(surroundings)
                .command("doctor", List.of("--json", "--store", settings.address()));
    return new DoctorsReport(command, surroundings.variables());
  }

  private SharedServer server(
      Settings settings, AccessTokens tokens, StoreOnDemand store, DoctorsReport doctor)
      throws IOException {
    Path folder = TokenPlace.folder(surroundings).resolve(name(settings));
    HttpSetup setup =
        new HttpSetup(
            http.address(),
            http.names(),
            http.isProxied(),
            tokens.file(),
            folder,
            this::processes,
            doctor);
    try {
      return new SharedServer(setup(settings, store), setup);
    } catch (BindException taken) {
      throw new ConfigurationException(
          "Cannot listen at %s, port %d: %s. Nothing was started. To see whether a Quire server has it: quire ps; for another port: --port"
              .formatted(
                  setup.address().getAddress().getHostAddress(),
                  setup.address().getPort(),
                  taken.getMessage()));
    }
  }

  /** {@return every server of this machine, as quire ps tells of them} */
  private String processes() {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try {
      Machine machine = Machine.of(surroundings);
      List<Sighting> sightings = machine.sightings(machine.look());
      new Output(new PrintStream(json, true, StandardCharsets.UTF_8), log)
          .json(out -> PsCommand.write(out, sightings));
      return json.toString(StandardCharsets.UTF_8).strip();
    } catch (IOException unreadable) {
      return "[]";
    }
  }

  private ServerSetup setup(Settings settings, StoreOnDemand store) {
    return new ServerSetup(
        Version.number(),
        store,
        session(),
        log,
        LogLevel.inForce(flags.log()),
        (name, version) -> {},
        notices::kept,
        settings::answerBytes);
  }

  /** {@return a name for this server's life that no other one has} */
  private static String session() {
    return Long.toString(System.currentTimeMillis(), 36)
        + "-"
        + Long.toString(ProcessHandle.current().pid(), 36);
  }

  /** Says where it serves; the token only to a person, and only when it is new. */
  private void tell(SharedServer server, Settings settings, AccessTokens tokens)
      throws IOException {
    Optional<String> made = tokens.makeFirst();
    tokens.first();
    output.notice("serves %s at %s".formatted(settings.address(), server.address()));
    if (made.isPresent() && Boolean.getBoolean("quire.terminal.output")) {
      output.notice("made a token, which is shown only now: " + made.get());
    }
    output.notice("its token is in %s; to see it: quire token".formatted(tokens.file()));
  }

  /** {@return a name for the store's folder, the same for each server of the store} */
  private static String name(Settings settings) {
    byte[] digest = Sha256.of(settings.address().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 8);
  }

  /** Notes now and then what the store holds. */
  private void remember(StoreWatch watch, BackupWatch backups, StoreOnDemand store) {
    try {
      while (!ended.await(NOTE.toMillis(), TimeUnit.MILLISECONDS)) {
        Optional<MemoryStore> open = store.opened();
        if (open.isPresent()) {
          watch.note(open.get());
          lookForBackup(backups, open.get());
        }
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private static void lookForBackup(BackupWatch backups, MemoryStore open) {
    try {
      backups.look(open.written());
    } catch (StoreException unreachable) {
      // Whoever calls the store is told.
    }
  }

  /** A signal ends the server in order, and that is success. */
  private void stop(SharedServer server) {
    server.close();
    try {
      if (!ended.await(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
        output.notice("ended with calls still running; what was acknowledged is stored");
      }
    } catch (InterruptedException interrupted) {
      output.notice("interrupted while ending; what was acknowledged is stored");
    }
    Runtime.getRuntime().halt(ExitCode.OK.number());
  }
}
