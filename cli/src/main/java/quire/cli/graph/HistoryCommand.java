package quire.cli.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import quire.api.Change;
import quire.api.ChangePages;
import quire.api.ChangeQuery;
import quire.api.MemoryStore;
import quire.api.Subject;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.stores.Stores;

/** {@code quire history}. */
@Command(
    name = "history",
    description = "Tell all that was written and removed about an entity, under former names too.",
    footer = {"", "Examples:", "  quire history Ada", "  quire history --json Ada"})
public final class HistoryCommand implements Callable<Integer> {
  private static final int PAGE = 1_000;

  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Parameters(paramLabel = "NAME", description = "the entity, be it gone by now")
  private String name = "";

  private final Stores stores;
  private final Output output;

  public HistoryCommand(Stores stores, Output output) {
    this.stores = stores;
    this.output = output;
  }

  @Override
  public Integer call() {
    return stores.use(store, this::show).number();
  }

  private ExitCode show(MemoryStore opened) {
    Map<Long, Change> changes = changes(opened);
    ChangeView view = new ChangeView(output);
    if (json.isSet()) {
      view.writeJson(changes.values());
    } else {
      changes.values().forEach(change -> view.show(change, false));
      if (changes.isEmpty()) {
        output.notice("Nothing was ever known of '%s'".formatted(Output.visible(name)));
      }
    }
    return changes.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.OK;
  }

  private Map<Long, Change> changes(MemoryStore opened) {
    TreeMap<Long, Change> all = new TreeMap<>();
    Deque<String> names = new ArrayDeque<>(List.of(name));
    Set<String> seen = new HashSet<>(names);
    while (!names.isEmpty()) {
      for (Change change : of(opened, names.remove())) {
        all.put(change.sequence(), change);
        former(opened, change).filter(seen::add).ifPresent(names::add);
      }
    }
    return all;
  }

  private static List<Change> of(MemoryStore opened, String entity) {
    List<Change> all = new ArrayList<>();
    ChangePages.ofEntity(opened, entity, all::add);
    return all;
  }

  /** {@return what the entity was called before, if the call that brought it took another away} */
  private static Optional<String> former(MemoryStore opened, Change change) {
    if (change.action() != Change.Action.ADDED || !(change.subject() instanceof Subject.OfEntity)) {
      return Optional.empty();
    }
    List<String> gone =
        opened.changes(ChangeQuery.after(change.call() - 1, PAGE)).stream()
            .filter(one -> one.call() == change.call())
            .filter(one -> one.action() == Change.Action.REMOVED)
            .filter(one -> one.subject() instanceof Subject.OfEntity)
            .map(one -> one.subject().entity())
            .toList();
    return gone.size() == 1 ? Optional.of(gone.getFirst()) : Optional.empty();
  }
}
