package quire.cli.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.exchange.GraphOfServer;
import quire.cli.settings.Settings;
import quire.cli.stores.FormerImport;
import quire.cli.stores.ImportReport;
import quire.cli.stores.JsonlImport;
import quire.cli.stores.Stores;

/** {@code quire import}. */
@Command(
    name = "import",
    description = {
      "Take over the file of another memory server: everything in it that can be understood.",
      "Doing it again adds nothing twice."
    },
    footer = {
      "",
      "Examples:",
      "  quire import --dry-run memory.jsonl",
      "  quire import --from -- npx -y @modelcontextprotocol/server-memory"
    })
public final class ImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(names = "--dry-run", description = "only say what would be taken")
  private boolean dryRun;

  @Option(
      names = "--from",
      description = "start the memory server whose command follows --, and take its graph")
  private boolean fromServer;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "JSON, one object a line or one for all; with --from a command and its words")
  private List<String> words = List.of();

  private final Stores stores;
  private final Output output;

  public ImportCommand(Stores stores, Output output) {
    this.stores = stores;
    this.output = output;
  }

  @Override
  public Integer call() throws IOException {
    if (fromServer) {
      Path answer = GraphOfServer.read(words);
      try {
        return take(answer);
      } finally {
        Files.deleteIfExists(answer);
      }
    }
    if (words.size() > 1) {
      throw new ParameterException(spec.commandLine(), "one FILE at a time; nothing was imported");
    }
    Path source = Path.of(words.getFirst()).toAbsolutePath().normalize();
    if (!Files.isRegularFile(source)) {
      throw new ParameterException(
          spec.commandLine(), "there is no file %s; nothing was imported".formatted(source));
    }
    return take(source);
  }

  private int take(Path source) throws IOException {
    ImportReport report = report(source);
    if (json.isSet()) {
      writeJson(report);
    } else {
      report.reasons().forEach(output::notice);
      output.line(
          Output.visible((dryRun && !report.isFailure() ? "Would have " : "") + report.text()));
    }
    return (report.isFailure() ? ExitCode.FAILED : ExitCode.OK).number();
  }

  private ImportReport report(Path source) throws IOException {
    Settings settings = stores.settings(store);
    if (dryRun) {
      return new FormerImport(settings, source).rehearsed();
    }
    return stores.use(
        store,
        opened -> {
          try {
            ImportReport report = new FormerImport(settings, source).into(opened);
            JsonlImport.done(settings, report, Clock.systemUTC());
            return report;
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        });
  }

  private void writeJson(ImportReport report) {
    output.json(
        out -> {
          out.writeStartObject();
          out.writeStringProperty("file", report.source().toString());
          out.writeBooleanProperty("dryRun", dryRun);
          out.writeNumberProperty("entities", report.taken().entities());
          out.writeNumberProperty("observations", report.taken().observations());
          out.writeNumberProperty("relations", report.taken().relations());
          out.writeNumberProperty("changed", report.changed());
          out.writeNumberProperty("left", report.left());
          report.kept().ifPresent(kept -> out.writeStringProperty("leftIn", kept.toString()));
          out.writeArrayPropertyStart("reasons");
          report.reasons().forEach(out::writeString);
          out.writeEndArray();
          out.writeEndObject();
        });
  }
}
