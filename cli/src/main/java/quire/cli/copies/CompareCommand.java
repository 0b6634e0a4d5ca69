package quire.cli.copies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import quire.api.MemoryStore;
import quire.cli.base.ExitCode;
import quire.cli.base.Flags;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.settings.Settings;
import quire.cli.stores.Stores;

/** {@code quire compare}. */
@Command(
    name = "compare",
    description = {
      "Compare two stores fact by fact, with times, authors and history. Both are only read.",
      "Ends with 0 if they are equal, else with 1."
    },
    footer = {
      "",
      "Examples:",
      "  quire compare sqlite:a.db sqlite:b.db",
      "  quire compare --facts sqlite:a.db vault:notes"
    })
public final class CompareCommand implements Callable<Integer> {
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(names = "--facts", description = "only what is there now, not by whom and when")
  private boolean facts;

  @Parameters(index = "0", paramLabel = "STORE", description = "a store, BACKEND:LOCATION")
  private String first = "";

  @Parameters(index = "1", paramLabel = "STORE", description = "another one")
  private String second = "";

  private final Stores stores;
  private final Output output;

  public CompareCommand(Stores stores, Output output) {
    this.stores = stores;
    this.output = output;
  }

  @Override
  public Integer call() {
    Comparison comparison =
        stores.use(
            settings(first), one -> stores.use(settings(second), other -> compare(one, other)));
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeBooleanProperty("equal", comparison.count() == 0);
            out.writeNumberProperty("differences", comparison.count());
            out.writeArrayPropertyStart("first");
            comparison.differences().forEach(out::writeString);
            out.writeEndArray();
            out.writeEndObject();
          });
    } else {
      comparison.differences().forEach(how -> output.line(Output.visible(how)));
      output.line(comparison.verdict());
    }
    return (comparison.count() == 0 ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private Settings settings(String address) {
    Settings settings = stores.settings(new Flags(Optional.of(address), Optional.empty()));
    return Copying.existing(settings);
  }

  private Comparison compare(MemoryStore one, MemoryStore other) {
    try (OpenStore left = new OpenStore(one);
        OpenStore right = new OpenStore(other)) {
      return Comparison.of(left, right, !facts);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
