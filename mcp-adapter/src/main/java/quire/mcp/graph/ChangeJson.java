package quire.mcp.graph;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import quire.api.Change;
import quire.api.Subject;
import quire.api.Subject.OfEntity;
import quire.api.Subject.OfObservation;
import quire.api.Subject.OfRelation;
import quire.mcp.json.JsonWriter;

/** A change as the tool for changes writes it. */
public final class ChangeJson {
  private ChangeJson() {}

  public static void change(JsonWriter json, Change change) {
    change(json, change, true);
  }

  /** Writes a change to a text without the text. */
  public static void withoutText(JsonWriter json, Change change) {
    change(json, change, false);
  }

  private static void change(JsonWriter json, Change change, boolean texts) {
    json.beginObject().name("sequence").number(change.sequence());
    json.name("time").string(seconds(change.time()));
    json.name("client").string(change.author().client());
    json.name("session").string(change.author().session());
    json.name("action").string(action(change.action()));
    subject(json, change.subject(), texts);
    json.endObject();
  }

  /** {@return a time as people and models read it; the rest of a second tells them nothing} */
  public static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String action(Change.Action action) {
    return switch (action) {
      case ADDED -> "added";
      case REMOVED -> "removed";
      case FORGOTTEN -> "forgotten";
    };
  }

  private static void subject(JsonWriter json, Subject subject, boolean texts) {
    switch (subject) {
      case OfEntity entity -> {
        json.name("kind").string("entity").name("entity").string(entity.entity());
        json.name("entityType").string(entity.type());
      }
      case OfObservation observation -> {
        json.name("kind").string("observation").name("entity").string(observation.entity());
        if (texts) {
          observation.text().ifPresent(text -> json.name("observation").string(text));
        }
      }
      case OfRelation relation -> {
        json.name("kind").string("relation").name("entity").string(relation.entity());
        json.name("to").string(relation.relation().to());
        json.name("relationType").string(relation.relation().type());
      }
    }
  }
}
