package quire.cli.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.api.spi.Trouble;
import quire.cli.base.Counted;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.ProgressLine;
import quire.cli.base.StoreFlags;
import quire.cli.copies.Archive;
import quire.cli.copies.ArchiveWriter;
import quire.cli.copies.OpenStore;
import quire.cli.copies.RedactedWhole;
import quire.cli.copies.Whole;
import quire.cli.exchange.ExportFormat;
import quire.cli.exchange.GraphForm;
import quire.cli.exchange.NewFile;
import quire.cli.exchange.ReaderGoneException;
import quire.cli.exchange.Tally;
import quire.cli.settings.Settings;
import quire.cli.stores.Stores;
import quire.secrets.RedactedSnapshot;
import quire.secrets.SecretPolicy;

/** {@code quire export}. */
@Command(
    name = "export",
    description = {
      "Write the memory for another program. Without FILE it goes to standard output.",
      "The store is only read, and everybody may go on writing to it."
    },
    footer = {
      "",
      "Formats:",
      "  jsonl     the file of the standard memory server",
      "  graphml   for graph tools",
      "  csv       for spreadsheets",
      "  markdown  a folder of notes",
      "  archive   everything, with times, authors and history, as quire backup writes it",
      "",
      "Examples:",
      "  quire export memory.jsonl",
      "  quire export --format markdown notes",
      "  quire export --format archive memory.quire",
      "  quire export | gzip > memory.jsonl.gz",
      "  quire export --with-secrets memory.jsonl"
    })
public final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "${COMPLETION-CANDIDATES}; unless given, what the ending of FILE says, else jsonl")
  private Optional<ExportFormat> format = Optional.empty();

  @Option(names = "--force", description = "replace a file that is there")
  private boolean force;

  @Option(
      names = "--with-secrets",
      description = "write secrets that are stored as they are, instead of a marker")
  private boolean withSecrets;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "the file, or the folder of notes, to write")
  private Optional<Path> file = Optional.empty();

  private final Stores stores;
  private final Output output;
  private final Clock clock;

  public ExportCommand(Stores stores, Output output, Clock clock) {
    this.stores = stores;
    this.output = output;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    Optional<Path> target = file.map(path -> path.toAbsolutePath().normalize());
    check(target);
    Tally tally = tally(target);
    try {
      Settings settings = stores.settings(store);
      return stores.use(settings, opened -> export(opened, settings, target, tally)).number();
    } finally {
      tally.end();
    }
  }

  private ExportFormat format(Optional<Path> target) {
    return format.or(() -> target.flatMap(ExportFormat::of)).orElse(ExportFormat.JSONL);
  }

  private void check(Optional<Path> target) throws IOException {
    if (target.isEmpty() && format(target).form() instanceof GraphForm.Folder) {
      throw misused("%s needs a folder to write to".formatted(format(target)));
    }
    if (target.isEmpty() && json.isSet()) {
      throw misused("--json tells what was written, which needs a FILE");
    }
    if (target.isEmpty()) {
      return;
    }
    if (format(target).form() instanceof GraphForm.Folder) {
      if (Files.exists(target.get()) && !isEmpty(target.get())) {
        throw misused("%s is there and not empty; nothing was written".formatted(target.get()));
      }
    } else if (Files.exists(target.get()) && !force) {
      throw misused(
          "%s is there; nothing was written. To replace it: --force".formatted(target.get()));
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private ParameterException misused(String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  private Tally tally(Optional<Path> target) {
    boolean person = Boolean.getBoolean("quire.terminal.output") && !json.isSet();
    return new Tally(
        // else it would run into what is written
        new ProgressLine(output.notices(), person && target.isPresent()),
        target.isPresent() ? () -> false : output.results()::checkError);
  }

  private ExitCode export(
      MemoryStore opened, Settings settings, Optional<Path> target, Tally tally) {
    boolean plain = withSecrets || settings.secrets() == SecretPolicy.OFF;
    if (format(target) == ExportFormat.ARCHIVE) {
      return archive(opened, settings, plain, target, tally);
    }
    try (GraphSnapshot graph = opened.read(new Selection.Everything())) {
      graph.missing().forEach(output::notice);
      if (plain) {
        return delivered(graph, target, tally);
      }
      RedactedSnapshot safe = new RedactedSnapshot(graph);
      ExitCode code = delivered(safe, target, tally);
      tellRedacted(safe.redacted());
      return code;
    }
  }

  private void tellRedacted(long redacted) {
    if (redacted > 0) {
      output.notice(
          "markers stand in place of secrets that are stored; to export them too:"
              + " --with-secrets");
    }
  }

  private ExitCode archive(
      MemoryStore opened, Settings settings, boolean plain, Optional<Path> target, Tally tally) {
    try (OpenStore open = new OpenStore(opened)) {
      RedactedWhole safe = new RedactedWhole(open);
      Whole whole = new TalliedWhole(plain ? open : safe, tally);
      ExitCode code =
          delivered(
              target,
              tally,
              () ->
                  toStream(
                      target,
                      out -> ArchiveWriter.write(whole, settings.address(), clock.instant(), out)));
      tellRedacted(safe.redacted());
      return code;
    }
  }

  private ExitCode delivered(GraphSnapshot graph, Optional<Path> target, Tally tally) {
    return delivered(
        target,
        tally,
        () -> {
          switch (format(target).form()) {
            case GraphForm.Stream stream ->
                toStream(target, out -> stream.write(graph, out, tally));
            case GraphForm.Folder folder ->
                folder.write(graph, Files.createDirectories(target.orElseThrow()), tally);
            case GraphForm.MoreThanGraph more -> {}
          }
        });
  }

  /** Writes the whole export. */
  private interface Delivery {
    void carryOut() throws IOException;
  }

  /** Writes the whole export to one stream. */
  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  private void toStream(Optional<Path> target, Writing writing) throws IOException {
    if (target.isEmpty()) {
      writing.to(output.results());
      return;
    }
    try (NewFile made = NewFile.at(target.get())) {
      writing.to(made.stream());
      if (format(target) == ExportFormat.ARCHIVE) {
        new Archive(made.draft()).check(); // what the disk did not keep is no archive
      }
      made.appear();
    }
  }

  private ExitCode delivered(Optional<Path> target, Tally tally, Delivery delivery) {
    try {
      delivery.carryOut();
    } catch (IOException failure) {
      throw new UncheckedIOException(failed(target, failure), failure);
    } catch (UncheckedIOException failure) {
      IOException cause = Objects.requireNonNull(failure.getCause());
      throw new UncheckedIOException(failed(target, cause), cause);
    } catch (ReaderGoneException gone) {
      return ExitCode.FAILED; // as in `quire export | head`: who stopped reading needs no message
    }
    tally.end();
    return report(target, tally);
  }

  private String failed(Optional<Path> target, IOException failure) {
    Trouble trouble = Trouble.of(failure);
    return "Cannot write the export %s: %s. The store was only read; no file was left. %s"
        .formatted(
            target.map(Path::toString).orElse("to standard output"),
            trouble.words(),
            trouble.remedy());
  }

  private ExitCode report(Optional<Path> target, Tally tally) {
    if (target.isEmpty()) {
      return output.results().checkError() ? ExitCode.FAILED : ExitCode.OK;
    }
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeStringProperty("file", target.get().toString());
            out.writeStringProperty("format", format(target).toString());
            out.writeNumberProperty("entities", tally.counts().entities());
            out.writeNumberProperty("observations", tally.counts().observations());
            out.writeNumberProperty("relations", tally.counts().relations());
            if (format(target) == ExportFormat.ARCHIVE) {
              out.writeNumberProperty("calls", tally.calls());
            }
            out.writeEndObject();
          });
    } else {
      output.line(
          "exported %s%s to %s"
              .formatted(
                  tally.counts(),
                  format(target) == ExportFormat.ARCHIVE
                      ? ", with the history of %s,".formatted(Counted.of(tally.calls(), "call"))
                      : "",
                  Output.visible(target.get().toString())));
    }
    return ExitCode.OK;
  }
}
