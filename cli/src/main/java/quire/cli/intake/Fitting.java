package quire.cli.intake;

import java.util.ArrayList;
import java.util.List;
import quire.api.Entity;
import quire.api.LimitExceededException;
import quire.api.Limits;
import quire.api.Observations;
import quire.api.Relation;
import quire.cli.intake.Piece.Odd;

/** Keeps to what a store accepts, so that one text that is too long costs no other. */
record Fitting(Limits limits) {
  boolean isTooLong(String name) {
    return name.codePointCount(0, name.length()) > limits.nameCodePoints();
  }

  boolean isTooLong(String entity, String text) {
    if (text.length() <= limits.observationBytes() / 3) {
      return false;
    }
    try {
      limits.checkObservations(List.of(new Observations(entity, List.of(text))));
      return false;
    } catch (LimitExceededException tooLong) {
      return true;
    }
  }

  /** {@return what of a piece a store accepts} */
  Piece fitted(Piece piece) {
    return switch (piece) {
      case Piece.OfEntity found -> entity(found);
      case Piece.OfRelation found -> relation(found);
      case Piece.Mark mark -> mark;
      case Piece.Left left -> left;
    };
  }

  private Piece entity(Piece.OfEntity found) {
    Entity entity = found.entity();
    if (isTooLong(entity.name()) || isTooLong(entity.type())) {
      return new Piece.Left(
          "an entity whose name or type is beyond the limit", entity.observations());
    }
    List<Odd> odd = new ArrayList<>(found.odd());
    List<String> texts = new ArrayList<>();
    for (String text : entity.observations()) {
      if (isTooLong(entity.name(), text)) {
        odd.add(new Odd("an observation is beyond the limit", text, true));
      } else {
        texts.add(text);
      }
    }
    return new Piece.OfEntity(new Entity(entity.name(), entity.type(), texts), found.time(), odd);
  }

  private Piece relation(Piece.OfRelation found) {
    Relation relation = found.relation();
    boolean tooLong =
        isTooLong(relation.from()) || isTooLong(relation.to()) || isTooLong(relation.type());
    return tooLong
        ? new Piece.Left(
            "a relation with a name beyond the limit",
            List.of(relation.from(), relation.type(), relation.to()))
        : found;
  }
}
