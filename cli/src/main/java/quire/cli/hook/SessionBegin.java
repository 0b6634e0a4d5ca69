package quire.cli.hook;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A session that begins, as the agent program tells it on standard input.
 *
 * @param folder where it works
 */
record SessionBegin(Path folder) {
  /**
   * {@return the session, if this is what Claude Code, Codex, Gemini CLI or Qwen Code send when one
   * begins} Other programs run the same hooks with payloads of their own (names in camel case, a
   * {@code prompt_id}, an empty path); a session that is resumed has read the digest before.
   */
  static Optional<SessionBegin> read(byte[] payload) {
    Map<String, String> members = new HashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), payload)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_STRING) {
          members.put(name, parser.getString());
        } else {
          members.put(name, value == JsonToken.VALUE_NULL ? "null" : "");
          parser.skipChildren();
        }
      }
    } catch (JacksonException broken) {
      return Optional.empty();
    }
    return of(members);
  }

  private static Optional<SessionBegin> of(Map<String, String> members) {
    boolean begins =
        members.getOrDefault("hook_event_name", "").equals("SessionStart")
            && !members.getOrDefault("session_id", "").isBlank()
            && !members.getOrDefault("transcript_path", "").isBlank()
            && !members.containsKey("prompt_id")
            && !members.getOrDefault("source", "").equals("resume");
    return begins
        ? Optional.of(Path.of(members.getOrDefault("cwd", "")))
            .filter(Path::isAbsolute)
            .map(SessionBegin::new)
        : Optional.empty();
  }
}
