package quire.cli.foreign;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quire.api.Entity;
import quire.api.Limits;
import quire.api.Relation;
import quire.api.spi.ForeignDatabase;
import quire.cli.intake.ForeignSource;
import quire.cli.intake.Piece;

/** The database of another memory program. */
record Database(Path path, String program, ForeignDatabase reader, Limits limits)
    implements ForeignSource {
  @Override
  public String named() {
    return "%s (%s)".formatted(path, program);
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    reader.read(path, new Pieces(visitor, limits));
  }

  /** Makes pieces of rows. */
  private record Pieces(Visitor visitor, Limits limits) implements ForeignDatabase.Rows {
    @Override
    public void entity(String table, long row, Entity entity, Optional<Instant> time) {
      take(table, row, new Piece.OfEntity(entity, time, List.of()));
    }

    @Override
    public void relation(String table, long row, Relation relation, Optional<Instant> time) {
      take(table, row, new Piece.OfRelation(relation, time, List.of()));
    }

    @Override
    public void left(String table, long row, String reason, Map<String, String> columns) {
      take(table, row, new Piece.Left(reason, columns));
    }

    private void take(String table, long row, Piece piece) {
      visitor.piece(new Place(table, row), piece.within(limits));
    }
  }
}
