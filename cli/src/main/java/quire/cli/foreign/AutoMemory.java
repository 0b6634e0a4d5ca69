package quire.cli.foreign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import quire.api.Limits;
import quire.cli.intake.ForeignSource;

/**
 * The folder in which Claude Code keeps what it noted on a project: an index and notes on topics.
 */
record AutoMemory(Path path, Limits limits) implements ForeignSource {
  static final String INDEX = "MEMORY.md";

  @Override
  public String named() {
    return "%s (Claude Code)".formatted(path);
  }

  /** {@return the name of the project's folder, since all of these folders are called the same} */
  @Override
  public String session() {
    Path project = path.toAbsolutePath().getParent();
    return project == null || project.getFileName() == null
        ? path.toString()
        : project.getFileName() + "/" + path.getFileName();
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    NoteFiles notes = new NoteFiles(path, limits);
    List<Path> files = NoteFiles.files(path);
    List<String> topics =
        files.stream()
            .map(file -> path.relativize(file).toString())
            .collect(Collectors.toUnmodifiableList());
    for (Path file : files) {
      if (file.equals(path.resolve(INDEX))) {
        notes.read(
            file,
            visitor,
            (note, stem, written) -> NotePieces.ofIndex(note, stem, written, topics));
      } else {
        notes.read(file, visitor, NotePieces::ofTopic);
      }
    }
  }
}
