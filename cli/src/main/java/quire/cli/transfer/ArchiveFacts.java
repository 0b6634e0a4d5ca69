package quire.cli.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import quire.cli.copies.Whole;
import quire.cli.intake.ForeignSource;
import quire.cli.intake.Piece;

/** What was there when an archive was made, for a store that has a history of its own. */
record ArchiveFacts(Path path, Whole whole) implements ForeignSource {
  @Override
  public void forEach(Visitor visitor) throws IOException {
    long[] number = {0};
    whole.entities(
        entity ->
            visitor.piece(
                new Place("", ++number[0]),
                new Piece.OfEntity(entity, Optional.empty(), List.of())));
    whole.relations(
        relation ->
            visitor.piece(
                new Place("", ++number[0]),
                new Piece.OfRelation(relation, Optional.empty(), List.of())));
  }
}
