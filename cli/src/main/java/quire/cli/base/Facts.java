package quire.cli.base;

import quire.api.Subject;

/** Facts as people read them. */
public final class Facts {
  private Facts() {}

  /** {@return the fact in one line, which may hold anything that was stored} */
  public static String text(Subject fact) {
    return switch (fact) {
      case Subject.OfEntity entity -> "%s (%s)".formatted(entity.entity(), entity.type());
      case Subject.OfObservation observation ->
          "%s: %s"
              .formatted(
                  observation.entity(),
                  observation.text().orElse("(a text that nobody knows any more)"));
      case Subject.OfRelation of ->
          "%s -- %s -> %s"
              .formatted(of.relation().from(), of.relation().type(), of.relation().to());
    };
  }
}
