package quire.cli.copies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import quire.api.MemoryStore;
import quire.api.spi.Trouble;
import quire.cli.base.Counted;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.base.Surroundings;
import quire.cli.exchange.NewFile;
import quire.cli.settings.Settings;
import quire.cli.stores.Stores;
import quire.process.registry.StateFolder;

/** {@code quire backup}. */
@Command(
    name = "backup",
    description = {
      "Write all that the store holds, with times, authors and history, into one file.",
      "Everybody may go on writing. Without FILE it goes to Quire's state folder."
    },
    footer = {
      "",
      "Examples:",
      "  quire backup",
      "  quire backup memory.quire",
      "  quire backup --verify memory.quire"
    })
public final class BackupCommand implements Callable<Integer> {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss'Z'").withZone(ZoneOffset.UTC);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(
      names = "--verify",
      description = "write nothing; restore FILE on trial, compare it with what came of it")
  private boolean verify;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "the file to write")
  private Optional<Path> file = Optional.empty();

  private final Stores stores;
  private final Surroundings surroundings;
  private final Output output;
  private final Clock clock;

  public BackupCommand(Stores stores, Surroundings surroundings, Output output, Clock clock) {
    this.stores = stores;
    this.surroundings = surroundings;
    this.output = output;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = stores.settings(store);
    if (verify) {
      return verify(settings).number();
    }
    Path target =
        file.map(path -> path.toAbsolutePath().normalize()).orElseGet(() -> usual(settings));
    if (Files.exists(target)) {
      throw new ParameterException(
          spec.commandLine(), "%s is there; nothing was written".formatted(target));
    }
    if (file.isEmpty()) {
      StateFolder.make(target.resolveSibling("."));
    }
    Copying.existing(settings);
    return stores.use(settings, opened -> write(opened, settings, target)).number();
  }

  private Path usual(Settings settings) {
    String project =
        settings.project().map(found -> String.valueOf(found.root().getFileName())).orElse("user");
    String name =
        "%s-%08x-%s.quire"
            .formatted(project, settings.address().hashCode(), NAME.format(clock.instant()));
    return StateFolder.of(surroundings.variables(), surroundings.home(), surroundings.system())
        .resolve("backups")
        .resolve(name);
  }

  private ExitCode write(MemoryStore opened, Settings settings, Path target) {
    try (OpenStore whole = new OpenStore(opened);
        NewFile made = NewFile.at(target)) {
      ArchiveWriter written =
          ArchiveWriter.write(whole, settings.address(), clock.instant(), made.stream());
      new Archive(made.draft()).check(); // what the disk did not keep must not be called a backup
      made.appear();
      report(written, settings, target);
      return ExitCode.OK;
    } catch (IOException failure) {
      Trouble trouble = Trouble.of(failure);
      throw new UncheckedIOException(
          "Cannot write the backup %s: %s. The store was only read; no file was left. %s"
              .formatted(target, trouble.words(), trouble.remedy()),
          failure);
    }
  }

  private void report(ArchiveWriter written, Settings settings, Path target) throws IOException {
    if (json.isSet()) {
      long bytes = Files.size(target);
      output.json(
          out -> {
            out.writeStartObject();
            out.writeStringProperty("file", target.toString());
            out.writeStringProperty("store", settings.address());
            out.writeNumberProperty("entities", written.entities());
            out.writeNumberProperty("observations", written.observations());
            out.writeNumberProperty("relations", written.relations());
            out.writeNumberProperty("calls", written.calls());
            out.writeNumberProperty("bytes", bytes);
            out.writeEndObject();
          });
    } else {
      output.line(
          "backed up %s, %s, %s and the history of %s to %s"
              .formatted(
                  Counted.of(written.entities(), "entity"),
                  Counted.of(written.observations(), "observation"),
                  Counted.of(written.relations(), "relation"),
                  Counted.of(written.calls(), "call"),
                  Output.visible(target.toString())));
    }
  }

  private ExitCode verify(Settings settings) throws IOException {
    Path source =
        file.map(path -> path.toAbsolutePath().normalize())
            .filter(Files::isRegularFile)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(), "--verify needs a FILE that is there"));
    Archive archive = new Archive(source);
    archive.check();
    Comparison comparison = Trial.of(archive, settings.provider());
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeStringProperty("file", source.toString());
            out.writeNumberProperty("differences", comparison.count());
            out.writeEndObject();
          });
    } else {
      comparison.differences().forEach(how -> output.line(Output.visible(how)));
      output.line(
          "%s, the store %s, was restored on trial: %s"
              .formatted(
                  Output.visible(source.toString()),
                  Output.visible(archive.origin()),
                  comparison.verdict()));
    }
    return comparison.count() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }
}
