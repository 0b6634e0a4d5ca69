package quire.http.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import quire.http.door.RefusedException;
import quire.http.engine.Engine.Call;

/** What stands after the question mark of a request. */
final class Question {
  private final Map<String, String> values = new HashMap<>();

  private Question() {}

  static Question of(Call call) throws RefusedException {
    String query = call.target().getRawQuery();
    return query == null ? new Question() : in(query);
  }

  static Question in(String query) throws RefusedException {
    Question question = new Question();
    for (String part : query.split("&")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        question.values.put(
            decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
      }
    }
    return question;
  }

  /** {@return the value; empty if it is not there, or blank} */
  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  String required(String name) throws RefusedException {
    return text(name).orElseThrow(() -> RefusedException.of(400, name + " is missing"));
  }

  Optional<Long> number(String name, long least, long most) throws RefusedException {
    Optional<String> given = text(name);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (given.get().matches("\\d{1,18}")) {
      long value = Long.parseLong(given.get());
      if (value >= least && value <= most) {
        return Optional.of(value);
      }
    }
    throw RefusedException.of(400, "%s must be %d to %d".formatted(name, least, most));
  }

  Optional<Instant> time(String name) throws RefusedException {
    Optional<String> given = text(name);
    try {
      return given.map(Instant::parse);
    } catch (DateTimeException wrong) {
      throw RefusedException.of(400, name + " must be a time such as 2026-11-29T12:00:00Z");
    }
  }

  private static String decoded(String text) throws RefusedException {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      throw RefusedException.of(400, "The question is not encoded as addresses are");
    }
  }
}
