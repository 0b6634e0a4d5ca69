package quire.cli.copies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import quire.api.MemoryStore;
import quire.api.StoreDescription;
import quire.api.spi.Trouble;
import quire.cli.base.Counted;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.settings.Settings;
import quire.cli.stores.Backups;
import quire.cli.stores.KnownStores;
import quire.cli.stores.Stores;

/** {@code quire backup}. */
@Command(
    name = "backup",
    description = {
      "Write all that the store holds, with times, authors and history, into one file.",
      "Everybody may go on writing. Without FILE it goes to Quire's state folder.",
      "Servers make one a day by themselves, unless backup = \"off\"."
    },
    footer = {
      "",
      "Examples:",
      "  quire backup",
      "  quire backup memory.quire",
      "  quire backup --verify",
      "  quire backup --verify memory.quire",
      "  quire backup --daily"
    })
public final class BackupCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(
      names = "--verify",
      description =
          "write nothing; restore FILE, or the newest backup, on trial and compare it with what"
              + " came of it")
  private boolean verify;

  @Option(
      names = "--daily",
      description = {
        "what servers do by themselves: today's backup, unless it is there or nothing has changed;"
            + " the oldest of more than 7 goes"
      })
  private boolean daily;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "the file to write")
  private Optional<Path> file = Optional.empty();

  private final Stores stores;
  private final KnownStores known;
  private final Output output;
  private final Clock clock;

  public BackupCommand(Stores stores, KnownStores known, Output output, Clock clock) {
    this.stores = stores;
    this.known = known;
    this.output = output;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    if (daily && (verify || file.isPresent())) {
      throw new ParameterException(
          spec.commandLine(), "--daily goes without FILE and --verify; nothing was written");
    }
    Settings settings = stores.settings(store);
    Backups backups = known.backups(settings);
    if (verify) {
      return verify(settings, backups).number();
    }
    if (daily) {
      return daily(Copying.existing(settings), backups).number();
    }
    Path target =
        file.map(path -> path.toAbsolutePath().normalize())
            .orElseGet(() -> backups.at(clock.instant()));
    if (Files.exists(target)) {
      throw new ParameterException(
          spec.commandLine(), "%s is there; nothing was written".formatted(target));
    }
    if (file.isEmpty()) {
      backups.makeFolder();
    }
    Copying.existing(settings);
    return stores.use(settings, opened -> write(opened, settings, target, backups)).number();
  }

  private ExitCode daily(Settings settings, Backups backups) throws IOException {
    Path target = backups.ofDay(clock.instant());
    DailyBackup.Outcome outcome;
    try {
      outcome =
          new DailyBackup(settings, backups, clock)
              .carryOut(() -> settings.provider().open(settings.store(), clock));
    } catch (IOException failure) {
      throw unwritten(target, failure);
    }
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeStringProperty("store", settings.address());
            out.writeStringProperty("outcome", outcome.name().toLowerCase(Locale.ROOT));
            backups.newest().ifPresent(one -> out.writeStringProperty("file", one.toString()));
            out.writeEndObject();
          });
    } else {
      output.line(
          switch (outcome) {
            case MADE -> "backed up to " + Output.visible(target.toString());
            case THERE -> "the backup of today is there: " + Output.visible(target.toString());
            case UNCHANGED -> "nothing has changed since the last backup; no other one was made";
            case ELSEWHERE -> "another process is making the backup of today";
          });
    }
    return ExitCode.OK;
  }

  private ExitCode write(MemoryStore opened, Settings settings, Path target, Backups backups) {
    StoreDescription description = opened.describe();
    try {
      ArchiveWriter written =
          ArchiveWriter.toFile(
              opened, settings.address(), clock.instant(), target, UnaryOperator.identity());
      if (file.isEmpty()) {
        backups.note().made(description, clock.instant());
      }
      report(written, settings, target);
      return ExitCode.OK;
    } catch (IOException failure) {
      throw unwritten(target, failure);
    }
  }

  private static UncheckedIOException unwritten(Path target, IOException failure) {
    Trouble trouble = Trouble.of(failure);
    return new UncheckedIOException(
        "Cannot write the backup %s: %s. The store was only read; no file was left. %s"
            .formatted(target, trouble.words(), trouble.remedy()),
        failure);
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

  private ExitCode verify(Settings settings, Backups backups) throws IOException {
    Path source =
        file.map(path -> path.toAbsolutePath().normalize())
            .or(backups::newest)
            .filter(Files::isRegularFile)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        file.isPresent()
                            ? "there is no file %s; nothing was verified".formatted(file.get())
                            : "there is no backup of %s yet; nothing was verified"
                                .formatted(settings.address())));
    Archive archive = new Archive(source);
    archive.check();
    Comparison comparison = Trial.of(archive, settings.provider());
    if (comparison.count() == 0 && backups.all().contains(source)) {
      backups.note().verified(source, clock.instant());
    }
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
