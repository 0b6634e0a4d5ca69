package quire.cli.stores;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quire.api.Entity;
import quire.api.Relation;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** One line of the standard memory server's file. */
sealed interface JsonlLine {
  /** An entity. */
  record OfEntity(Entity entity) implements JsonlLine {}

  /** A relation. */
  record OfRelation(Relation relation) implements JsonlLine {}

  /** A line that cannot be understood, for example because its writer was killed. */
  record Damaged(String reason) implements JsonlLine {}

  /** {@return what this line of UTF-8 says} */
  static JsonlLine read(JsonFactory json, byte[] line) {
    Map<String, Object> members = new HashMap<>();
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return new Damaged("no JSON object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        member(parser).ifPresent(value -> members.put(name, value));
      }
      if (parser.nextToken() != null) {
        return new Damaged("something follows the object");
      }
    } catch (JacksonException broken) {
      return new Damaged(broken.getOriginalMessage());
    }
    return of(members);
  }

  /** {@return a text, or a list whose items are texts; empty for anything else} */
  private static Optional<Object> member(JsonParser parser) {
    return switch (parser.nextToken()) {
      case VALUE_STRING -> Optional.of(parser.getString());
      case START_ARRAY -> texts(parser).map(list -> list);
      default -> {
        parser.skipChildren();
        yield Optional.empty();
      }
    };
  }

  private static Optional<List<String>> texts(JsonParser parser) {
    List<String> texts = new ArrayList<>();
    boolean onlyTexts = true;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (token == JsonToken.VALUE_STRING) {
        texts.add(parser.getString());
      } else {
        onlyTexts = false;
        parser.skipChildren();
      }
    }
    return onlyTexts ? Optional.of(texts) : Optional.empty();
  }

  private static JsonlLine of(Map<String, Object> members) {
    if ("entity".equals(members.get("type"))
        && members.get("name") instanceof String name
        && members.get("entityType") instanceof String type
        && members.get("observations") instanceof List<?> texts) {
      return new OfEntity(new Entity(name, type, texts.stream().map(String.class::cast).toList()));
    }
    if ("relation".equals(members.get("type"))
        && members.get("from") instanceof String from
        && members.get("to") instanceof String to
        && members.get("relationType") instanceof String type) {
      return new OfRelation(new Relation(from, to, type));
    }
    return new Damaged("neither an entity nor a relation with all its members");
  }
}
