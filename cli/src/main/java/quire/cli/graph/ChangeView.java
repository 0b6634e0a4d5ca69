package quire.cli.graph;

import java.util.Collection;
import java.util.Locale;
import quire.api.Change;
import quire.api.Subject;
import quire.cli.base.Facts;
import quire.cli.base.Moment;
import quire.cli.base.Output;
import tools.jackson.core.JsonGenerator;

/** Shows changes, one a line. */
record ChangeView(Output output) {
  void writeJson(Collection<Change> changes) {
    output.json(
        json -> {
          json.writeStartArray();
          changes.forEach(change -> write(json, change));
          json.writeEndArray();
        });
  }

  void show(Change change, boolean asJson) {
    if (asJson) {
      output.json(json -> write(json, change));
    } else {
      output.line(
          "%6d  %s  %-16s %s %s"
              .formatted(
                  change.sequence(),
                  Moment.shown(change.time()),
                  Output.visible(change.author().client()),
                  sign(change.action()),
                  Output.visible(Facts.text(change.subject()))));
    }
  }

  private static String sign(Change.Action action) {
    return switch (action) {
      case ADDED -> "+";
      case REMOVED -> "-";
      case FORGOTTEN -> "x";
    };
  }

  private static void write(JsonGenerator json, Change change) {
    json.writeStartObject();
    json.writeNumberProperty("sequence", change.sequence());
    json.writeStringProperty("time", change.time().toString());
    json.writeStringProperty("client", change.author().client());
    json.writeStringProperty("session", change.author().session());
    json.writeStringProperty("action", change.action().name().toLowerCase(Locale.ROOT));
    write(json, change.subject());
    json.writeEndObject();
  }

  /** Writes the members that tell a fact, as {@code recent_changes} has them. */
  static void write(JsonGenerator json, Subject fact) {
    switch (fact) {
      case Subject.OfEntity entity -> {
        json.writeStringProperty("kind", "entity");
        json.writeStringProperty("entity", entity.entity());
        json.writeStringProperty("entityType", entity.type());
      }
      case Subject.OfObservation observation -> {
        json.writeStringProperty("kind", "observation");
        json.writeStringProperty("entity", observation.entity());
        observation.text().ifPresent(text -> json.writeStringProperty("observation", text));
      }
      case Subject.OfRelation of -> {
        json.writeStringProperty("kind", "relation");
        json.writeStringProperty("entity", of.relation().from());
        json.writeStringProperty("to", of.relation().to());
        json.writeStringProperty("relationType", of.relation().type());
      }
    }
  }
}
