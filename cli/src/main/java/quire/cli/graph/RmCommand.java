package quire.cli.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import quire.api.Author;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.Selection;
import quire.cli.base.Consent;
import quire.cli.base.Counted;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.stores.Stores;

/** {@code quire rm}. */
@Command(
    name = "rm",
    description = {
      "Remove an entity with all that is remembered of it, or some of its facts.",
      "Shows what would go; at a terminal it asks then, elsewhere it needs --yes."
    },
    footer = {
      "",
      "Examples:",
      "  quire rm Ada",
      "  quire rm Ada \"wrote a program\"",
      "  quire rm Ada --relation knows --to Charles --yes"
    })
public final class RmCommand implements Callable<Integer> {
  private static final Author PERSON = new Author("quire rm", "terminal");

  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private Consent consent = new Consent();

  @Parameters(index = "0", paramLabel = "NAME", description = "the entity")
  private String name = "";

  @Parameters(
      index = "1..*",
      paramLabel = "OBSERVATION",
      description = "only these of its observations, word for word")
  private List<String> observations = List.of();

  @ArgGroup(exclusive = false)
  private @Nullable Link link;

  private final Stores stores;
  private final Output output;

  public RmCommand(Stores stores, Output output) {
    this.stores = stores;
    this.output = output;
  }

  /** A relation of the entity. */
  static final class Link {
    @Option(
        names = "--relation",
        required = true,
        paramLabel = "TYPE",
        description = "only this relation")
    private String type = "";

    @Option(names = "--to", required = true, paramLabel = "NAME", description = "to this entity")
    private String to = "";
  }

  /** What is there of what was asked for. */
  private record Found(Optional<Entity> entity, List<String> texts, List<Relation> relations) {
    boolean isNothing() {
      return entity.isEmpty() && texts.isEmpty() && relations.isEmpty();
    }
  }

  @Override
  public Integer call() {
    return stores.use(store, this::remove).number();
  }

  private ExitCode remove(MemoryStore open) {
    Found found = found(open);
    if (found.isNothing()) {
      if (json.isSet()) {
        writeJson(found, false, 0);
      } else {
        output.notice(missing(open));
      }
      return ExitCode.NOT_FOUND;
    }
    if (!json.isSet()) {
      print(found);
    }
    boolean agreed = consent.given(output, "Remove this?");
    long removed = agreed ? carryOut(open, found) : 0;
    if (json.isSet()) {
      writeJson(found, !agreed, removed);
    } else if (agreed) {
      output.line("removed " + Counted.of(removed, "fact"));
    } else {
      output.line("Nothing was removed. To do it: the same command with --yes");
    }
    return ExitCode.OK;
  }

  private String missing(MemoryStore open) {
    String nearest =
        NamesLike.in(open, name)
            .map(like -> "; the nearest name is '%s'".formatted(Output.visible(like)))
            .orElse("");
    return "Nothing like this is known of '%s'%s. Nothing was removed"
        .formatted(Output.visible(name), nearest);
  }

  private Found found(MemoryStore open) {
    Graph graph;
    try (GraphSnapshot snapshot = open.read(new Selection.Named(List.of(name)))) {
      graph = snapshot.toGraph();
    }
    Optional<Entity> entity = graph.entities().stream().findFirst();
    if (observations.isEmpty() && link == null) {
      return new Found(
          entity, entity.map(Entity::observations).orElse(List.of()), graph.relations());
    }
    List<String> texts =
        observations.stream()
            .distinct()
            .filter(text -> entity.filter(one -> one.observations().contains(text)).isPresent())
            .toList();
    return new Found(Optional.empty(), texts, linked(open));
  }

  /** The ends of a relation need not be entities, so it is looked for by itself. */
  private List<Relation> linked(MemoryStore open) {
    Link wanted = link;
    if (wanted == null) {
      return List.of();
    }
    Relation relation = new Relation(name, wanted.to, wanted.type);
    List<Relation> there = new ArrayList<>();
    try (GraphSnapshot snapshot = open.read(new Selection.Everything())) {
      snapshot.relations(
          one -> {
            if (one.equals(relation)) {
              there.add(one);
            }
          });
    }
    return there;
  }

  private long carryOut(MemoryStore open, Found found) {
    if (found.entity().isPresent()) {
      return open.deleteEntities(List.of(name), PERSON);
    }
    long removed = 0;
    if (!found.texts().isEmpty()) {
      removed += open.deleteObservations(List.of(new Observations(name, found.texts())), PERSON);
    }
    if (!found.relations().isEmpty()) {
      removed += open.deleteRelations(found.relations(), PERSON);
    }
    return removed;
  }

  private void print(Found found) {
    GraphView view = new GraphView(output, false);
    found.entity().ifPresentOrElse(view::print, () -> printTexts(found.texts()));
    found.relations().forEach(view::print);
  }

  private void printTexts(List<String> texts) {
    if (!texts.isEmpty()) {
      output.line(Output.visible(name));
      texts.forEach(text -> output.paragraph("  ", text));
    }
  }

  private void writeJson(Found found, boolean dryRun, long removed) {
    output.json(
        out -> {
          out.writeStartObject();
          out.writeBooleanProperty("dryRun", dryRun);
          out.writeStringProperty("name", name);
          out.writeBooleanProperty("entity", found.entity().isPresent());
          out.writeArrayPropertyStart("observations");
          found.texts().forEach(out::writeString);
          out.writeEndArray();
          out.writeArrayPropertyStart("relations");
          found.relations().forEach(relation -> GraphView.write(out, relation));
          out.writeEndArray();
          out.writeNumberProperty("removed", removed);
          out.writeEndObject();
        });
  }
}
