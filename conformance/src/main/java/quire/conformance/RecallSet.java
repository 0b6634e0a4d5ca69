package quire.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import quire.api.Author;
import quire.ranking.CodingMemory;

/** The set of coding memories: what is written, in order, and what is asked. */
record RecallSet(List<Written> written, List<Asked> questions) {
  /**
   * An entity, or an observation on one.
   *
   * @param text empty for an entity
   * @param id what the questions call an observation; empty for an entity
   */
  record Written(
      String entity, String type, Optional<String> text, String id, Author author, Instant time) {}

  record Asked(String text, boolean heldOut, Set<String> evidence) {}

  private static final Pattern STRING = Pattern.compile("\"(\\w+)\": \"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern EVIDENCE = Pattern.compile("\"evidence\": \\[\"(.*)\"]");

  RecallSet {
    written = List.copyOf(written);
    questions = List.copyOf(questions);
  }

  static RecallSet read() throws IOException {
    List<Written> written = new ArrayList<>();
    List<Asked> questions = new ArrayList<>();
    try (InputStream set = CodingMemory.open()) {
      for (String line : new String(set.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        Map<String, String> values = values(line);
        if (line.startsWith("{\"record\": \"question\"")) {
          questions.add(
              new Asked(value(values, "text"), value(values, "part").equals("test"), ids(line)));
        } else if (!line.startsWith("{\"record\": \"relation\"")) {
          written.add(written(values));
        }
      }
    }
    return new RecallSet(written, questions);
  }

  private static Map<String, String> values(String line) {
    Map<String, String> values = new HashMap<>();
    Matcher strings = STRING.matcher(line);
    while (strings.find()) {
      values.put(strings.group(1), strings.group(2).replace("\\\"", "\"").replace("\\\\", "\\"));
    }
    return values;
  }

  private static Written written(Map<String, String> values) {
    return new Written(
        values.getOrDefault("name", value(values, "entity")),
        value(values, "type"),
        Optional.ofNullable(values.get("text")),
        value(values, "id"),
        new Author(value(values, "client"), value(values, "session")),
        Instant.parse(value(values, "time")));
  }

  private static String value(Map<String, String> values, String member) {
    return values.getOrDefault(member, "");
  }

  private static Set<String> ids(String line) {
    Matcher list = EVIDENCE.matcher(line);
    return list.find() ? Set.of(list.group(1).split("\", \"")) : Set.of();
  }
}
