package quire.cli.graph;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;
import quire.cli.base.Counted;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.stores.Stores;

/** {@code quire add}. */
@Command(
    name = "add",
    description = "Remember something about an entity, which is created if new.",
    footer = {
      "",
      "Examples:",
      "  quire add Ada \"likes tea\" \"works on engines\" --type person",
      "  quire add Ada --relation works_at --to Engine"
    })
public final class AddCommand implements Callable<Integer> {
  private static final Author PERSON = new Author("quire add", "terminal");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Parameters(index = "0", paramLabel = "NAME", description = "the entity")
  private String name = "";

  @Parameters(index = "1..*", paramLabel = "OBSERVATION", description = "what to remember of it")
  private List<String> observations = List.of();

  @Option(names = "--type", description = "the type of a new entity (default: note)")
  private Optional<String> type = Optional.empty();

  @ArgGroup(exclusive = false)
  private @Nullable Link link;

  private final Stores stores;
  private final Output output;

  public AddCommand(Stores stores, Output output) {
    this.stores = stores;
    this.output = output;
  }

  /** A relation from the entity to another one. */
  static final class Link {
    @Option(names = "--relation", required = true, paramLabel = "TYPE", description = "relate it")
    private String type = "";

    @Option(names = "--to", required = true, paramLabel = "NAME", description = "to this entity")
    private String to = "";
  }

  private record Outcome(boolean created, List<String> added, boolean related) {}

  @Override
  public Integer call() {
    if (name.isBlank() || observations.stream().anyMatch(String::isBlank)) {
      throw new ParameterException(
          spec.commandLine(), "NAME and OBSERVATION must not be empty; nothing was written");
    }
    Outcome outcome = stores.use(store, this::add);
    if (type.isPresent() && !outcome.created()) {
      output.notice(
          "--type was not used: %s was known and keeps its type; to see it: quire show"
              .formatted(Output.visible(name)));
    }
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeStringProperty("name", name);
            out.writeBooleanProperty("created", outcome.created());
            out.writeArrayPropertyStart("added");
            outcome.added().forEach(out::writeString);
            out.writeEndArray();
            out.writeBooleanProperty("related", outcome.related());
            out.writeEndObject();
          });
    } else {
      tell(outcome);
    }
    return ExitCode.OK.number();
  }

  private void tell(Outcome outcome) {
    String state = outcome.created() ? "new" : "known";
    if (!observations.isEmpty()) {
      output.line(
          "%s: %s, %d of %s added"
              .formatted(
                  Output.visible(name),
                  state,
                  outcome.added().size(),
                  Counted.of(observations.size(), "observation")));
    } else if (outcome.created() || link == null) {
      output.line("%s: %s".formatted(Output.visible(name), state));
    }
    if (link != null) {
      output.line(
          GraphView.line(new Relation(name, link.to, link.type))
              + (outcome.related() ? "" : "  (was there already)"));
    }
  }

  private Outcome add(MemoryStore open) {
    Entity entity = new Entity(name, type.orElse("note"), observations);
    List<Entity> created = open.createEntities(List.of(entity), PERSON);
    List<String> added =
        created.isEmpty()
            ? open.addObservations(List.of(new Observations(name, observations)), PERSON)
                .getFirst()
                .texts()
            : created.getFirst().observations();
    boolean related =
        Optional.ofNullable(link)
            .map(to -> new Relation(name, to.to, to.type))
            .map(relation -> !open.createRelations(List.of(relation), PERSON).isEmpty())
            .orElse(false);
    return new Outcome(!created.isEmpty(), added, related);
  }
}
