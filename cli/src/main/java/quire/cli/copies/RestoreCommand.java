package quire.cli.copies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import quire.cli.base.Counted;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.settings.Settings;
import quire.cli.stores.Stores;

/** {@code quire restore}. */
@Command(
    name = "restore",
    description = {
      "Make a store of a backup: with times, authors and history, for any backend.",
      "The store must not exist yet, or be empty. Cut off, it goes on when repeated."
    },
    footer = {
      "",
      "Examples:",
      "  quire restore memory.quire --store sqlite:restored.db",
      "  quire restore memory.quire --store vault:notes"
    })
public final class RestoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Parameters(paramLabel = "FILE", description = "what quire backup wrote")
  private Path file = Path.of("");

  private final Stores stores;
  private final Output output;

  public RestoreCommand(Stores stores, Output output) {
    this.stores = stores;
    this.output = output;
  }

  @Override
  public Integer call() throws IOException {
    Path source = file.toAbsolutePath().normalize();
    if (!Files.isRegularFile(source)) {
      throw new ParameterException(
          spec.commandLine(), "there is no file %s; nothing was restored".formatted(source));
    }
    Settings target = stores.settings(store);
    Archive archive = new Archive(source);
    archive.check();
    try (Filling filling = new Filling(target.provider(), Copying.forFilling(target))) {
      filling.from(archive, source.toString());
      Comparison comparison;
      try (OpenStore restored = new OpenStore(filling.store())) {
        comparison = Comparison.of(archive, restored, true);
      }
      report(filling, comparison, target);
      return (comparison.count() == 0 ? ExitCode.OK : ExitCode.FAILED).number();
    }
  }

  private void report(Filling filling, Comparison comparison, Settings target) {
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeStringProperty("store", target.address());
            out.writeNumberProperty("entities", filling.entities());
            out.writeNumberProperty("differences", comparison.count());
            out.writeEndObject();
          });
      return;
    }
    comparison.differences().forEach(how -> output.line(Output.visible(how)));
    output.line(
        "restored %s to %s; compared with the backup: %s"
            .formatted(
                Counted.of(filling.entities(), "entity"),
                Output.visible(target.address()),
                comparison.verdict()));
  }
}
