package quire.cli.exchange;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A form in which a memory leaves the store. */
public enum ExportFormat {
  JSONL(".jsonl"),
  GRAPHML(".graphml"),
  CSV(".csv"),
  /** What {@code quire backup} writes: times, authors and history as well. */
  ARCHIVE(".quire"),
  /** A folder of notes, and so no form of one file. */
  MARKDOWN("");

  private final String ending;

  ExportFormat(String ending) {
    this.ending = ending;
  }

  public GraphForm form() {
    return switch (this) {
      case JSONL -> new JsonLines();
      case GRAPHML -> new GraphMl();
      case CSV -> new Csv();
      case ARCHIVE -> new GraphForm.MoreThanGraph();
      case MARKDOWN -> new NoteFolder();
    };
  }

  /** {@return the format that the name of a file asks for} */
  public static Optional<ExportFormat> of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> !format.ending.isEmpty() && name.endsWith(format.ending))
        .findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
