package quire.cli.connect;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/**
 * How a client's file tells it the address of a server, as far as its makers say so.
 *
 * @param front what stands before the address
 * @param key the member that holds it
 * @param back what stands behind the headers
 */
record AddressShape(String front, String key, String back) {
  private static final String TYPED = "\"type\": \"http\",\n  ";
  private static final AddressShape PLAIN = new AddressShape("", "url", "");
  private static final AddressShape HTTP = new AddressShape(TYPED, "url", "");
  private static final AddressShape HTTP_URL = new AddressShape("", "httpUrl", "");
  private static final AddressShape SERVER_URL = new AddressShape("", "serverUrl", "");
  private static final AddressShape REMOTE =
      new AddressShape("\"type\": \"remote\",\n  ", "url", ",\n  \"enabled\": true");

  /** By the client's id. The others can only be given a program, or do not say how. */
  private static final Map<String, AddressShape> DOCUMENTED =
      Map.ofEntries(
          entry("claude-code", HTTP),
          entry("codex", PLAIN),
          entry("cursor", PLAIN),
          entry("vscode", HTTP),
          entry("copilot", new AddressShape(TYPED, "url", ",\n  \"tools\": [\"*\"]")),
          entry("gemini", HTTP_URL),
          entry("antigravity", SERVER_URL),
          entry("qwen", HTTP_URL),
          entry("windsurf", SERVER_URL),
          entry("zed", PLAIN),
          entry("opencode", REMOTE),
          entry("kilo", REMOTE),
          entry("amp", PLAIN),
          entry("kiro", PLAIN),
          entry("lm-studio", PLAIN));

  static Optional<AddressShape> of(Client client) {
    return Optional.ofNullable(DOCUMENTED.get(client.id()));
  }

  /** {@return what is pasted where the client's own form is not known} */
  static String usual(Entry entry) {
    return "{\n  \"mcpServers\": {\n    \"%s\": %s\n  }\n}"
        .formatted(Entry.NAME, HTTP.written(entry).replace("\n", "\n    "));
  }

  /** {@return the entry on several lines of JSON, two spaces a level} */
  String written(Entry entry) {
    return "{\n  %s\"%s\": %s,\n  \"headers\": {\n    \"Authorization\": %s\n  }%s\n}"
        .formatted(
            front, key, JsonText.quoted(entry.url()), JsonText.quoted(entry.authorization()), back);
  }
}
