package quire.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import quire.api.Author;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A recall set: what is written, in order, and questions with the facts that answer them. */
record RecallFile(List<Written> written, List<Question> questions) {
  /**
   * An entity, a fact about one, or a relation from one.
   *
   * @param type of an entity or a relation
   * @param text of a fact
   * @param to of a relation
   */
  record Written(
      String entity,
      String type,
      Optional<String> text,
      Optional<String> to,
      String id,
      Author author,
      Instant time) {}

  /** A question of a kind; every set has a part that rankings may be tuned on. */
  record Question(String text, String kind, String part, Set<String> evidence) {}

  RecallFile {
    written = List.copyOf(written);
    questions = List.copyOf(questions);
  }

  /**
   * @throws IOException naming the line that is not understood
   */
  static RecallFile read(InputStream lines) throws IOException {
    List<Written> written = new ArrayList<>();
    List<Question> questions = new ArrayList<>();
    JsonFactory json = new JsonFactory();
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8));
    int number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      try {
        add(members(json, line), written, questions);
      } catch (JacksonException | IllegalArgumentException | DateTimeException broken) {
        throw new IOException(
            "Cannot read line %d of the recall set: %s. docs/recall.md has its form"
                .formatted(
                    number,
                    broken instanceof JacksonException syntax
                        ? syntax.getOriginalMessage()
                        : broken.getMessage()),
            broken);
      }
    }
    return new RecallFile(written, questions);
  }

  private static Map<String, List<String>> members(JsonFactory json, String line) {
    Map<String, List<String>> members = new HashMap<>();
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), line)) {
      String name = "";
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME) {
          name = parser.currentName();
        } else if (token == JsonToken.VALUE_STRING) {
          members.computeIfAbsent(name, unseen -> new ArrayList<>()).add(parser.getString());
        }
      }
    }
    return members;
  }

  private static void add(
      Map<String, List<String>> members, List<Written> written, List<Question> questions) {
    switch (text(members, "record")) {
      case "entity" -> written.add(written(members, text(members, "name"), text(members, "type")));
      case "fact" -> written.add(written(members, text(members, "entity"), ""));
      case "relation" ->
          written.add(written(members, text(members, "from"), text(members, "type")));
      case "question" ->
          questions.add(
              new Question(
                  text(members, "text"),
                  text(members, "kind"),
                  text(members, "part"),
                  Set.copyOf(members.getOrDefault("evidence", List.of()))));
      default -> throw new IllegalArgumentException("the record is of no known kind");
    }
  }

  private static Written written(Map<String, List<String>> members, String entity, String type) {
    boolean isFact = text(members, "record").equals("fact");
    return new Written(
        entity,
        type,
        isFact ? Optional.of(text(members, "text")) : Optional.empty(),
        Optional.ofNullable(members.get("to")).map(List::getFirst),
        isFact ? text(members, "id") : "",
        new Author(text(members, "client"), text(members, "session")),
        Instant.parse(text(members, "time")));
  }

  private static String text(Map<String, List<String>> members, String name) {
    List<String> values = members.getOrDefault(name, List.of());
    if (values.isEmpty()) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return values.getFirst();
  }
}
