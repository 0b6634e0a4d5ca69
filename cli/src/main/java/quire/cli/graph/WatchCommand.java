package quire.cli.graph;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.MemoryStore;
import quire.api.Subject;
import quire.api.Subject.OfEntity;
import quire.api.Subject.OfObservation;
import quire.api.Subject.OfRelation;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.stores.Stores;
import tools.jackson.core.JsonGenerator;

/** {@code quire watch}. */
@Command(
    name = "watch",
    description = {
      "Print each change as it happens, whichever process made it.",
      "Ends with Ctrl-C, or when nobody reads any more."
    },
    footer = {"", "Examples:", "  quire watch", "  quire watch --json --after 0"})
public final class WatchCommand implements Callable<Integer> {
  /** A change is shown within a third of a second. */
  private static final long PAUSE_MILLIS = 200;

  private static final int PAGE = 500;

  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(
      names = "--after",
      paramLabel = "SEQUENCE",
      description = "begin after this change; 0 for the first; else with what happens from now on")
  private @Nullable Long after;

  private final Stores stores;
  private final Output output;

  public WatchCommand(Stores stores, Output output) {
    this.stores = stores;
    this.output = output;
  }

  @Override
  public Integer call() {
    return stores.use(store, this::follow);
  }

  private int follow(MemoryStore memory) {
    long told = after == null ? memory.lastSequence() : after;
    try {
      while (!output.results().checkError()) {
        List<Change> changes =
            memory.lastSequence() > told
                ? memory.changes(ChangeQuery.after(told, PAGE))
                : List.of();
        for (Change change : changes) {
          print(change);
          told = change.sequence();
        }
        if (changes.size() < PAGE) {
          Thread.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK.number();
  }

  private void print(Change change) {
    if (json.isSet()) {
      output.json(out -> write(out, change));
    } else {
      output.line(
          "%s  %s  %s %s"
              .formatted(
                  change.time(),
                  Output.visible(change.author().client()),
                  action(change),
                  Output.visible(words(change.subject()))));
    }
    output.results().flush();
  }

  private static String action(Change change) {
    return switch (change.action()) {
      case ADDED -> "added";
      case REMOVED -> "removed";
      case FORGOTTEN -> "forgotten";
    };
  }

  private static String words(Subject subject) {
    return switch (subject) {
      case OfEntity entity -> "entity " + entity.entity() + " (" + entity.type() + ")";
      case OfObservation observation ->
          "a fact of "
              + observation.entity()
              + observation.text().map(text -> ": " + text).orElse("");
      case OfRelation relation ->
          "relation %s %s %s"
              .formatted(relation.entity(), relation.relation().type(), relation.relation().to());
    };
  }

  private static void write(JsonGenerator out, Change change) {
    out.writeStartObject();
    out.writeNumberProperty("sequence", change.sequence());
    out.writeStringProperty("time", change.time().toString());
    out.writeStringProperty("client", change.author().client());
    out.writeStringProperty("session", change.author().session());
    out.writeStringProperty("action", action(change));
    switch (change.subject()) {
      case OfEntity entity -> {
        out.writeStringProperty("kind", "entity");
        out.writeStringProperty("entity", entity.entity());
        out.writeStringProperty("entityType", entity.type());
      }
      case OfObservation observation -> {
        out.writeStringProperty("kind", "observation");
        out.writeStringProperty("entity", observation.entity());
        observation.text().ifPresent(text -> out.writeStringProperty("observation", text));
      }
      case OfRelation relation -> {
        out.writeStringProperty("kind", "relation");
        out.writeStringProperty("entity", relation.entity());
        out.writeStringProperty("to", relation.relation().to());
        out.writeStringProperty("relationType", relation.relation().type());
      }
    }
    out.writeEndObject();
  }
}
