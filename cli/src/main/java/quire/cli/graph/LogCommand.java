package quire.cli.graph;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import quire.api.Change;
import quire.api.ChangePages;
import quire.api.ChangeQuery;
import quire.api.MemoryStore;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Moment;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.stores.Stores;

/** {@code quire log}. */
@Command(
    name = "log",
    description = "Tell who wrote and removed what, and when; the newest comes last.",
    footer = {
      "",
      "Examples:",
      "  quire log Ada",
      "  quire log --since yesterday --client claude-code",
      "  quire log --follow"
    })
public final class LogCommand implements Callable<Integer> {
  /** The store is asked so many changes at a time: the most that it gives. */
  private static final int PAGE = 1_000;

  /** Four looks a second: what is new is there before the reader has looked up. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "only what is about this entity")
  private Optional<String> name = Optional.empty();

  @Option(names = "--client", paramLabel = "CLIENT", description = "only what this client wrote")
  private Optional<String> client = Optional.empty();

  @Option(
      names = "--session",
      paramLabel = "SESSION",
      description = "only what this session of a client wrote")
  private Optional<String> session = Optional.empty();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "only from this time on: 10m, 2h, 3d, yesterday, 2026-11-29 ...")
  private Optional<String> since = Optional.empty();

  @Option(names = "--until", paramLabel = "TIME", description = "only before this time")
  private Optional<String> until = Optional.empty();

  @Option(names = "--removed", description = "only what was removed")
  private boolean removed;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "the newest N of them, default ${DEFAULT-VALUE}; 0 for all")
  private int limit = 50;

  @Option(names = "--follow", description = "stay, and show what is written from now on")
  private boolean follow;

  private final Stores stores;
  private final Output output;
  private final Clock clock;

  public LogCommand(Stores stores, Output output, Clock clock) {
    this.stores = stores;
    this.output = output;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    if (limit < 0) {
      throw new ParameterException(spec.commandLine(), "--limit must be 0 or more, not " + limit);
    }
    Filter filter = new Filter(moment(since), moment(until));
    return stores.use(store, opened -> show(opened, filter)).number();
  }

  private Optional<Instant> moment(Optional<String> written) {
    return written.map(text -> Moment.ofFlag(text, clock, spec));
  }

  /** What of the log is wanted beyond what the store itself can tell apart. */
  private final class Filter {
    private final Optional<Instant> from;
    private final Optional<Instant> before;

    Filter(Optional<Instant> from, Optional<Instant> before) {
      this.from = from;
      this.before = before;
    }

    ChangeQuery after(long sequence) {
      return new ChangeQuery(sequence, from, name, client, PAGE);
    }

    boolean accepts(Change change) {
      return before.stream().allMatch(change.time()::isBefore)
          && session.stream().allMatch(change.author().session()::equals)
          && (!removed || change.action() == Change.Action.REMOVED);
    }
  }

  private ExitCode show(MemoryStore opened, Filter filter) {
    long seen = opened.lastSequence();
    Collection<Change> newest = newest(opened, filter, seen);
    ChangeView view = new ChangeView(output);
    if (json.isSet() && !follow) {
      view.writeJson(newest);
    } else {
      newest.forEach(change -> view.show(change, json.isSet()));
    }
    if (follow) {
      follow(opened, filter, seen, view);
    }
    return newest.isEmpty() && !follow ? ExitCode.NOT_FOUND : ExitCode.OK;
  }

  private Collection<Change> newest(MemoryStore opened, Filter filter, long last) {
    Deque<Change> newest = new ArrayDeque<>();
    ChangePages.each(
        opened,
        filter.after(0),
        change -> {
          boolean wanted = change.sequence() <= last;
          if (wanted && filter.accepts(change)) {
            newest.add(change);
            if (limit > 0 && newest.size() > limit) {
              newest.remove();
            }
          }
          return wanted;
        });
    return newest;
  }

  /** Ends when nobody reads any more, or by the signal that a person sends. */
  private void follow(MemoryStore opened, Filter filter, long start, ChangeView view) {
    long seen = start;
    while (!output.results().checkError()) {
      if (opened.lastSequence() > seen) {
        List<Change> page = opened.changes(filter.after(seen));
        page.stream().filter(filter::accepts).forEach(change -> view.show(change, json.isSet()));
        seen = page.isEmpty() ? opened.lastSequence() : page.getLast().sequence();
      } else if (!pause()) {
        return;
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(BETWEEN_LOOKS);
      return true;
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
