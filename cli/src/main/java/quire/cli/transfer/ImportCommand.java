package quire.cli.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import quire.api.spi.ForeignDatabase;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.ProgressLine;
import quire.cli.base.Services;
import quire.cli.base.StoreFlags;
import quire.cli.base.Surroundings;
import quire.cli.copies.Archive;
import quire.cli.exchange.GraphOfServer;
import quire.cli.foreign.ForeignSources;
import quire.cli.intake.ConflictRule;
import quire.cli.intake.ForeignSource;
import quire.cli.intake.FormerImport;
import quire.cli.intake.ImportReport;
import quire.cli.intake.JsonlImport;
import quire.cli.settings.Settings;
import quire.cli.stores.Stores;
import quire.process.registry.StateFolder;

/** {@code quire import}. */
@Command(
    name = "import",
    description = {
      "Take over what another memory program keeps: everything in it that can be understood.",
      "The source is only read. Doing it again adds nothing twice."
    },
    footer = {
      "",
      "Understood by content: JSON of memory servers (one object a line or one for all), what"
          + " quire",
      "export and quire graph --json write, archives, exports of mem0 and mcp-memory-service,",
      "databases of @pepk/mcp-memory-sqlite, mcp-memory-libsql, mcp-memory-keeper and",
      "mcp-memory-service, folders of mcp-knowledge-graph (.aim), Claude Code and basic-memory.",
      "",
      "Examples:",
      "  quire import --dry-run memory.jsonl",
      "  quire import memory.quire",
      "  quire import ~/.claude/projects/-home-me-shop/memory",
      "  quire import --on-conflict rename memory-tool.db",
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

  @Option(
      names = "--on-conflict",
      paramLabel = "RULE",
      description = {
        "what becomes of an entity that is here with something else: merge adds what it lacks",
        "(default), skip leaves it as it is, rename takes the other under a name of its own"
      })
  private ConflictRule rule = ConflictRule.MERGE;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "a file or folder; with --from a command and its words")
  private List<String> words = List.of();

  private final Stores stores;
  private final Surroundings surroundings;
  private final Output output;

  public ImportCommand(Stores stores, Surroundings surroundings, Output output) {
    this.stores = stores;
    this.surroundings = surroundings;
    this.output = output;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = stores.settings(store);
    if (fromServer) {
      Path answer = GraphOfServer.read(words);
      try {
        return take(settings, new ServerAnswer(answer, words, settings.store().limits()));
      } finally {
        Files.deleteIfExists(answer);
      }
    }
    if (words.size() > 1) {
      throw new ParameterException(spec.commandLine(), "one FILE at a time; nothing was imported");
    }
    Path source = Path.of(words.getFirst()).toAbsolutePath().normalize();
    if (!Files.exists(source)) {
      throw new ParameterException(
          spec.commandLine(), "there is no file %s; nothing was imported".formatted(source));
    }
    if (Files.isRegularFile(source) && Archive.isOne(source)) {
      return take(settings, new ArchiveImport(stores, settings, source, output));
    }
    ForeignSources known =
        new ForeignSources(settings.store().limits(), Services.all(ForeignDatabase.class));
    return take(settings, known.at(source));
  }

  private int take(Settings settings, ArchiveImport archive) throws IOException {
    if (archive.fits()) {
      return (dryRun ? archive.rehearse(json.isSet()) : archive.carryOut(json.isSet())).number();
    }
    output.notice(
        "%s holds something else already: only the facts are taken, with the time of now. For times, authors and history as well: quire import --store with a place where there is no store"
            .formatted(settings.address()));
    return take(settings, archive.facts());
  }

  private int take(Settings settings, ForeignSource source) throws IOException {
    ImportReport report = report(settings, source);
    if (json.isSet()) {
      writeJson(report);
    } else {
      report.reasons().forEach(output::notice);
      output.line(
          Output.visible((dryRun && !report.isFailure() ? "Would have " : "") + report.text()));
    }
    return (report.isFailure() ? ExitCode.FAILED : ExitCode.OK).number();
  }

  private ImportReport report(Settings settings, ForeignSource source) throws IOException {
    boolean person = Boolean.getBoolean("quire.terminal.output") && !json.isSet();
    ProgressLine progress = new ProgressLine(output.notices(), person);
    FormerImport taking = new FormerImport(settings, source, rule, stores.clock(), progress::at);
    try {
      return dryRun ? rehearsed(settings, taking) : carriedOut(settings, taking);
    } catch (UncheckedIOException failure) {
      throw new IOException(failure.getMessage(), failure);
    } finally {
      progress.end();
    }
  }

  private ImportReport rehearsed(Settings settings, FormerImport taking) throws IOException {
    return stores.isComplete(settings)
        ? stores.use(
            settings,
            opened -> {
              try {
                return taking.rehearsed(Optional.of(opened));
              } catch (IOException failure) {
                throw new UncheckedIOException(failure.getMessage(), failure);
              }
            })
        : taking.rehearsed(Optional.empty());
  }

  private ImportReport carriedOut(Settings settings, FormerImport taking) {
    stores.prepare(settings);
    return stores.use(
        settings,
        opened -> {
          try {
            ImportReport report = taking.into(opened, leftOver(settings));
            JsonlImport.done(settings, report, Clock.systemUTC());
            return report;
          } catch (IOException failure) {
            throw new UncheckedIOException(failure.getMessage(), failure);
          }
        });
  }

  /** Beside the store, or in the state folder if the store is not on this machine. */
  private Path leftOver(Settings settings) throws IOException {
    return settings.place().isPresent()
        ? JsonlImport.leftOver(settings)
        : StateFolder.make(
                StateFolder.of(
                    surroundings.variables(), surroundings.home(), surroundings.system()))
            .resolve("import-left.jsonl");
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
          out.writeNumberProperty("conflicts", report.conflicts());
          report.kept().ifPresent(kept -> out.writeStringProperty("leftIn", kept.toString()));
          out.writeArrayPropertyStart("reasons");
          report.reasons().forEach(out::writeString);
          out.writeEndArray();
          out.writeEndObject();
        });
  }
}
