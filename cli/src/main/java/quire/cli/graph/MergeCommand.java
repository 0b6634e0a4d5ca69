package quire.cli.graph;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import quire.api.Author;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.cli.base.Consent;
import quire.cli.base.Counted;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.stores.Stores;

/** {@code quire merge}. */
@Command(
    name = "merge",
    description = {
      "Move all that one entity has to another one; the first entity is gone then.",
      "Shows both; at a terminal it asks then, elsewhere it needs --yes."
    },
    footer = {"", "Examples:", "  quire merge Ada \"Ada Lovelace\" --yes"})
public final class MergeCommand implements Callable<Integer> {
  private static final Author PERSON = new Author("quire merge", "terminal");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private Consent consent = new Consent();

  @Parameters(index = "0", paramLabel = "NAME", description = "the entity that goes")
  private String name = "";

  @Parameters(index = "1", paramLabel = "INTO", description = "the entity that stays")
  private String into = "";

  private final Stores stores;
  private final Output output;

  public MergeCommand(Stores stores, Output output) {
    this.stores = stores;
    this.output = output;
  }

  @Override
  public Integer call() {
    if (name.equals(into)) {
      throw new ParameterException(
          spec.commandLine(), "both names are the same; nothing was changed");
    }
    return stores.use(store, this::merge).number();
  }

  private ExitCode merge(MemoryStore opened) {
    if (!json.isSet()) {
      try (GraphSnapshot graph = opened.read(new Selection.Named(List.of(name, into)))) {
        new GraphView(output, false).show(graph, shown -> {});
      }
    }
    boolean agreed = consent.given(output, "Merge the two?");
    long facts = agreed ? opened.mergeEntities(name, into, PERSON) : 0;
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeBooleanProperty("dryRun", !agreed);
            out.writeStringProperty("from", name);
            out.writeStringProperty("into", into);
            out.writeNumberProperty("facts", facts);
            out.writeEndObject();
          });
    } else if (agreed) {
      output.line(
          "%s got %s, and %s is gone"
              .formatted(Output.visible(into), Counted.of(facts, "fact"), Output.visible(name)));
    } else {
      output.line("Nothing was changed. To do it: the same command with --yes");
    }
    return ExitCode.OK;
  }
}
