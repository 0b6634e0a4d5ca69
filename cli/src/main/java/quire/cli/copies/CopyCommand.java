package quire.cli.copies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import quire.api.MemoryStore;
import quire.cli.base.Counted;
import quire.cli.base.ExitCode;
import quire.cli.base.Flags;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.settings.Settings;
import quire.cli.stores.Stores;

/** {@code quire copy}. */
@Command(
    name = "copy",
    description = {
      "Copy a store to a new one of any backend: facts, order, times, authors and history.",
      "Both are then read back and compared. Cut off, it goes on where it was when repeated."
    },
    footer = {
      "",
      "Examples:",
      "  quire copy --to vault:notes",
      "  quire copy --from sqlite:a.db --to sqlite:b.db"
    })
public final class CopyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(
      names = "--from",
      paramLabel = "STORE",
      description = "the store to read (default: the one in force here)")
  private Optional<String> from = Optional.empty();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "STORE",
      description = "the store to make, BACKEND:LOCATION")
  private String to = "";

  private final Stores stores;
  private final Output output;

  public CopyCommand(Stores stores, Output output) {
    this.stores = stores;
    this.output = output;
  }

  @Override
  public Integer call() {
    Settings source = Copying.existing(stores.settings(new Flags(from, Optional.empty())));
    Settings target = stores.settings(new Flags(Optional.of(to), Optional.empty()));
    if (source.address().equals(target.address())) {
      throw new ParameterException(
          spec.commandLine(), "both are %s; nothing was copied".formatted(source.address()));
    }
    return stores.use(source, opened -> copy(opened, source, target)).number();
  }

  private ExitCode copy(MemoryStore opened, Settings source, Settings target) {
    try (OpenStore whole = new OpenStore(opened);
        Filling filling = new Filling(target.provider(), Copying.forFilling(target))) {
      filling.from(whole, source.address());
      Comparison comparison;
      try (OpenStore copied = new OpenStore(filling.store())) {
        comparison = Comparison.of(whole, copied, true);
      }
      report(filling, comparison, target);
      return comparison.count() == 0 ? ExitCode.OK : ExitCode.FAILED;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private void report(Filling filling, Comparison comparison, Settings target) {
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeStringProperty("to", target.address());
            out.writeNumberProperty("entities", filling.entities());
            out.writeNumberProperty("withoutLog", filling.reconciled());
            out.writeNumberProperty("differences", comparison.count());
            out.writeArrayPropertyStart("first");
            comparison.differences().forEach(out::writeString);
            out.writeEndArray();
            out.writeEndObject();
          });
      return;
    }
    comparison.differences().forEach(how -> output.line(Output.visible(how)));
    output.line(
        "copied %s to %s; compared with the source: %s"
            .formatted(
                Counted.of(filling.entities(), "entity"),
                Output.visible(target.address()),
                comparison.verdict()));
  }
}
