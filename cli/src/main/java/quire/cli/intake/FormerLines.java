package quire.cli.intake;

import java.io.IOException;
import java.nio.file.Path;
import quire.api.Limits;

/** A file of JSON in which another memory program keeps its graph, or writes it for others. */
public record FormerLines(Path path, Limits limits) implements ForeignSource {
  @Override
  public void forEach(Visitor visitor) throws IOException {
    new FormerFile(path, new Piece.Reader(limits))
        .forEach((line, piece) -> visitor.piece(new Place("", line), piece));
  }
}
