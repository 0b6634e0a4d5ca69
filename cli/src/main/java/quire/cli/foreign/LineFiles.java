package quire.cli.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import quire.api.Limits;
import quire.cli.intake.ForeignSource;
import quire.cli.intake.FormerLines;

/**
 * A folder with several files of JSON lines, as mcp-knowledge-graph has one per context. Together
 * they become one memory; the file that a fact is from is not kept.
 */
record LineFiles(Path path, Limits limits) implements ForeignSource {
  static boolean areIn(Path folder) throws IOException {
    return !files(folder).isEmpty();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jsonl") && Files.isRegularFile(file))
          .sorted()
          .toList();
    }
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    for (Path file : files(path)) {
      String name = file.getFileName().toString();
      new FormerLines(file, limits)
          .forEach((place, piece) -> visitor.piece(new Place(name, place.line()), piece));
    }
  }
}
