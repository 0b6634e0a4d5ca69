package quire.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import quire.api.Author;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.cli.added.CommandParts;
import quire.cli.base.ExitCode;
import quire.cli.base.Flags;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.install.Launcher;
import quire.cli.install.Scratch;
import quire.cli.settings.Settings;
import quire.lab.StressPlan.Kills;

/** {@code quire stress}. */
@Command(
    name = "stress",
    description =
        "Prove on this machine that many server processes lose nothing: let them write one store, "
            + "kill some, and look.",
    footer = {"", "Example:", "  quire stress"})
final class StressCommand implements Callable<Integer> {
  private static final Pattern MIX = Pattern.compile("([0-9]{1,3}):([0-9]{1,3})");
  private static final int ITEMS_A_CALL = 1_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(
      names = "--processes",
      defaultValue = "4",
      description = "how many (default: ${DEFAULT-VALUE})")
  private int processes = 4;

  @Option(
      names = "--calls",
      defaultValue = "4",
      description =
          "how many are under way with each process, as an agent with sub-agents has them "
              + "(default: ${DEFAULT-VALUE})")
  private int calls = 4;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "how long (default: ${DEFAULT-VALUE})")
  private int seconds = 10;

  @Option(
      names = "--mix",
      paramLabel = "WRITES:READS",
      defaultValue = "4:1",
      description = "of which calls (default: ${DEFAULT-VALUE})")
  private String mix = "4:1";

  @Option(
      names = "--store",
      paramLabel = "BACKEND:LOCATION",
      description = "on this store, from which everything added is deleted again")
  private @Nullable String store;

  @ArgGroup(exclusive = true)
  private @Nullable Killing killing;

  private final CommandParts parts;
  private final Output output;

  StressCommand(CommandParts parts) {
    this.parts = parts;
    this.output = parts.output();
  }

  /** Which servers die. */
  static final class Killing {
    @Option(names = "--kill-one", description = "kill one server halfway")
    private boolean one;

    @Option(names = "--kill-storm", description = "kill a server every half second")
    private boolean storm;

    private Kills kills() {
      return storm ? Kills.STORM : one ? Kills.ONE : Kills.NONE;
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    StressPlan plan = plan();
    try (Scratch scratch = new Scratch()) {
      StressVerdict verdict = run(plan, scratch, settings(scratch));
      if (json.isSet()) {
        output.json(verdict::write);
      } else {
        verdict.print(output);
      }
      return (verdict.sound() ? ExitCode.OK : ExitCode.FAILED).number();
    } catch (IOException | UncheckedIOException failure) {
      output.notice("the stress run broke off: " + failure.getMessage());
      return ExitCode.FAILED.number();
    }
  }

  private StressPlan plan() {
    Matcher parts = MIX.matcher(mix);
    try {
      if (!parts.matches()) {
        throw new IllegalArgumentException("--mix must be writes:reads, not " + mix);
      }
      return new StressPlan(
          processes,
          calls,
          Duration.ofSeconds(seconds),
          Optional.ofNullable(killing).map(Killing::kills).orElse(Kills.NONE),
          Integer.parseInt(parts.group(1)),
          Integer.parseInt(parts.group(2)));
    } catch (IllegalArgumentException misuse) {
      throw new ParameterException(spec.commandLine(), String.valueOf(misuse.getMessage()), misuse);
    }
  }

  private Settings settings(Scratch scratch) throws IOException {
    Settings usual = parts.reader().read(new Flags(Optional.ofNullable(store), Optional.empty()));
    if (store != null) {
      return usual;
    }
    String address = usual.provider().id() + ":" + scratch.newStore(usual.provider()).location();
    return parts.reader().read(new Flags(Optional.of(address), Optional.empty()));
  }

  private StressVerdict run(StressPlan plan, Scratch scratch, Settings settings)
      throws IOException, InterruptedException {
    Launcher launcher = Launcher.ofThisProcess(parts.surroundings());
    StressRun run =
        new StressRun(
            plan,
            () -> scratch.server(launcher, "--store", settings.address()),
            settings.provider().files(settings.store()));
    try {
      run.run(progress());
    } catch (IOException | UncheckedIOException | InterruptedException brokenOff) {
      takeBack(run, settings);
      throw brokenOff;
    }
    // This process opens the store only now, when every server has ended.
    try (MemoryStore open = parts.opener().open(settings)) {
      StressVerdict verdict = verdict(plan, run, open);
      if (store != null) {
        delete(run, open);
      }
      return verdict;
    }
  }

  private void takeBack(StressRun run, Settings settings) {
    if (store != null) {
      try (MemoryStore open = parts.opener().open(settings)) {
        delete(run, open);
        output.notice("stopped; what was added to " + settings.address() + " is deleted again");
      }
    }
  }

  private static StressVerdict verdict(StressPlan plan, StressRun run, MemoryStore open) {
    StressTally tally = run.tally();
    try (GraphSnapshot graph = open.read(new Selection.Everything())) {
      return new StressVerdict(
          plan,
          run.killed(),
          tally.ledger().acknowledged(),
          tally.ledger().compare(graph),
          tally.errors(),
          tally.complaints(),
          open.problems(),
          run.walPeak(),
          tally.waits(),
          tally.latencies().rows());
    }
  }

  private static void delete(StressRun run, MemoryStore open) {
    Author author = new Author("quire stress", "cleaning up");
    StressLedger ledger = run.tally().ledger();
    inParts(ledger.askedEntities(), names -> open.deleteEntities(names, author));
    // Those between names that never became entities are left.
    inParts(ledger.askedRelations(), relations -> open.deleteRelations(relations, author));
  }

  private static <T> void inParts(List<T> all, Consumer<List<T>> call) {
    for (int i = 0; i < all.size(); i += ITEMS_A_CALL) {
      call.accept(all.subList(i, Math.min(all.size(), i + ITEMS_A_CALL)));
    }
  }

  private DoubleConsumer progress() {
    if (!Boolean.getBoolean("quire.terminal") || json.isSet()) {
      return share -> {};
    }
    return share -> {
      int done = (int) (share * 40);
      output
          .notices()
          .print("\r[" + "#".repeat(done) + " ".repeat(40 - done) + "]" + (done == 40 ? "\n" : ""));
    };
  }
}
