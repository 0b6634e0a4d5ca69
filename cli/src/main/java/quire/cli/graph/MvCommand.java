package quire.cli.graph;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import quire.api.Author;
import quire.cli.base.Counted;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.stores.Stores;

/** {@code quire mv}. */
@Command(
    name = "mv",
    description = "Give an entity another name; its observations and relations go with it.",
    footer = {"", "Examples:", "  quire mv Ada \"Ada Lovelace\""})
public final class MvCommand implements Callable<Integer> {
  private static final Author PERSON = new Author("quire mv", "terminal");

  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Parameters(index = "0", paramLabel = "NAME", description = "the entity")
  private String name = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "its new name")
  private String to = "";

  private final Stores stores;
  private final Output output;

  public MvCommand(Stores stores, Output output) {
    this.stores = stores;
    this.output = output;
  }

  @Override
  public Integer call() {
    long facts = stores.use(store, opened -> opened.renameEntity(name, to, PERSON));
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeStringProperty("from", name);
            out.writeStringProperty("to", to);
            out.writeNumberProperty("facts", facts);
            out.writeEndObject();
          });
    } else {
      output.line(
          "%s is now %s, with %s"
              .formatted(Output.visible(name), Output.visible(to), Counted.of(facts, "fact")));
    }
    return ExitCode.OK.number();
  }
}
