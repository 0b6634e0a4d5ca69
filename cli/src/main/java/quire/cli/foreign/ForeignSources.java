package quire.cli.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import quire.api.Limits;
import quire.api.spi.ForeignDatabase;
import quire.api.spi.ShellWord;
import quire.cli.base.Distributions;
import quire.cli.intake.ForeignSource;
import quire.cli.intake.FormerLines;

/** Recognises by its content what another memory program keeps. */
public final class ForeignSources {
  private static final byte[] DATABASE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final String NOTHING = "; nothing was imported";

  private final Limits limits;
  private final List<ForeignDatabase> databases;

  public ForeignSources(Limits limits, List<ForeignDatabase> databases) {
    this.limits = limits;
    this.databases = databases;
  }

  /**
   * {@return what is in this file or folder}
   *
   * @throws IOException if it cannot be read, or is nothing that is known here; the message says
   *     what to do
   */
  public ForeignSource at(Path path) throws IOException {
    return Files.isDirectory(path) ? folder(path) : file(path);
  }

  private ForeignSource file(Path file) throws IOException {
    byte[] beginning;
    try (InputStream in = Files.newInputStream(file)) {
      beginning = in.readNBytes(DATABASE.length);
    }
    if (Arrays.equals(beginning, DATABASE)) {
      return database(file);
    }
    if (beginning.length > 1 && beginning[0] == 0x1f && beginning[1] == (byte) 0x8b) {
      throw new IOException(
          "%s is packed, and no archive of Quire%s. Unpack it: gunzip -k %s"
              .formatted(file, NOTHING, ShellWord.of(file.toString())));
    }
    return isNote(file) ? new NoteFiles(file, limits) : new FormerLines(file, limits);
  }

  private ForeignSource database(Path file) throws IOException {
    if (databases.isEmpty()) {
      throw new IOException(
          "%s is a SQLite database, which this installation cannot read%s. %s"
              .formatted(
                  file, NOTHING, Distributions.remedy("sqlite").orElse("Install one that can")));
    }
    for (ForeignDatabase known : databases) {
      Optional<String> program = known.program(file);
      if (program.isPresent()) {
        return new Database(file, program.get(), known, limits);
      }
    }
    throw new IOException(
        "%s is a database of no program that is known here (%s)%s. A store of Quire itself is taken by quire copy --from sqlite:%s --to STORE"
            .formatted(
                file,
                databases.stream().map(ForeignDatabase::programs).collect(Collectors.joining(", ")),
                NOTHING,
                ShellWord.of(file.toString())));
  }

  private ForeignSource folder(Path folder) throws IOException {
    if (Files.exists(folder.resolve(".quire/vault"))) {
      throw new IOException(
          "%s is a vault of Quire%s. It is taken by quire copy --from vault:%s --to STORE"
              .formatted(folder, NOTHING, ShellWord.of(folder.toString())));
    }
    if (Files.isRegularFile(folder.resolve(AutoMemory.INDEX))) {
      return new AutoMemory(folder, limits);
    }
    Path aim = folder.resolve(".aim");
    if (Files.isDirectory(aim)) {
      return new LineFiles(aim, limits);
    }
    if (LineFiles.areIn(folder)) {
      return new LineFiles(folder, limits);
    }
    if (hasNotes(folder)) {
      return new NoteFiles(folder, limits);
    }
    throw new IOException(
        "%s holds neither notes (*.md) nor files of a memory server (*.jsonl)%s. Name another folder, or the file itself"
            .formatted(folder, NOTHING));
  }

  private static boolean hasNotes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(ForeignSources::isNote);
    }
  }

  static boolean isNote(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".md") && !name.startsWith(".") && Files.isRegularFile(file);
  }
}
