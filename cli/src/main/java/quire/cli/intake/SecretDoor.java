package quire.cli.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import quire.api.Entity;
import quire.api.Relation;
import quire.cli.intake.Piece.Odd;
import quire.secrets.SecretPolicy;
import quire.secrets.SecretScanner;

/**
 * Leaves out of an import what the store's guard would refuse, and with it the whole call: nobody
 * is there to choose another name.
 */
final class SecretDoor {
  private static final String HIDDEN = "not kept, for it holds a secret";

  private final SecretPolicy policy;
  private final SecretScanner scanner = SecretScanner.builtIn();

  SecretDoor(SecretPolicy policy) {
    this.policy = policy;
  }

  /** {@return what of a piece may be written} */
  Piece passed(Piece piece) {
    if (policy == SecretPolicy.OFF) {
      return piece;
    }
    return switch (piece) {
      case Piece.OfEntity found -> entity(found);
      case Piece.OfRelation found -> relation(found);
      case Piece.Mark mark -> mark;
      case Piece.Left left -> left;
    };
  }

  private Piece entity(Piece.OfEntity found) {
    Entity entity = found.entity();
    Optional<String> kind = kind(entity.name(), entity.type());
    if (kind.isPresent()) {
      return new Piece.Left(
          "an entity whose name or type holds a secret (%s)".formatted(kind.get()), HIDDEN);
    }
    if (policy != SecretPolicy.REFUSE) {
      return found;
    }
    List<Odd> odd = new ArrayList<>(found.odd());
    List<String> texts = new ArrayList<>();
    for (String text : entity.observations()) {
      kind(text)
          .ifPresentOrElse(
              secret ->
                  odd.add(
                      new Odd(
                          "an observation holds a secret (%s)".formatted(secret), HIDDEN, true)),
              () -> texts.add(text));
    }
    return new Piece.OfEntity(new Entity(entity.name(), entity.type(), texts), found.time(), odd);
  }

  private Piece relation(Piece.OfRelation found) {
    Relation relation = found.relation();
    return kind(relation.from(), relation.to(), relation.type())
        .<Piece>map(
            secret ->
                new Piece.Left(
                    "a relation with a secret in a name or its type (%s)".formatted(secret),
                    HIDDEN))
        .orElse(found);
  }

  private Optional<String> kind(String... texts) {
    return Stream.of(texts)
        .flatMap(text -> scanner.secrets(text).stream())
        .map(secret -> secret.kind())
        .findFirst();
  }
}
