package quire.cli.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Files as the users of clients have them: odd, but such that the client reads them. */
@SuppressWarnings("StringConcatToTextBlock") // line ends and blanks have to show
final class ClientFixtures {
  /** A file of one client before Quire comes. */
  record Fixture(String name, String client, String text) {
    @Override
    public String toString() {
      return client + ": " + name;
    }
  }

  private ClientFixtures() {}

  static Stream<Fixture> all() {
    List<Fixture> fixtures = new ArrayList<>();
    strict().forEach(fixture -> fixtures.addAll(variants(fixture)));
    lenient().forEach(fixture -> fixtures.addAll(variants(fixture)));
    fixtures.addAll(otherShapes());
    toml().forEach(fixture -> fixtures.addAll(variants(fixture)));
    yaml().forEach(fixture -> fixtures.addAll(variants(fixture)));
    return fixtures.stream();
  }

  private static List<Fixture> variants(Fixture fixture) {
    return List.of(
        fixture,
        new Fixture(
            fixture.name() + ", CRLF", fixture.client(), fixture.text().replace("\n", "\r\n")),
        new Fixture(
            fixture.name() + ", byte order mark", fixture.client(), "\uFEFF" + fixture.text()));
  }

  private static Stream<Fixture> strict() {
    return Stream.of(
        strict("empty", ""),
        strict("blank", "\n"),
        strict("empty object", "{}"),
        strict("empty object and a line end", "{}\n"),
        strict("empty object on two lines", "{\n}\n"),
        strict("empty map in one line", "{\"mcpServers\":{}}"),
        strict("one line", "{\"a\":1,\"mcpServers\":{\"x\":{\"command\":\"y\"}},\"b\":[]}"),
        strict(
            "two spaces",
            "{\n  \"mcpServers\": {\n    \"x\": {\n      \"command\": \"y\"\n    }\n  }\n}\n"),
        strict("four spaces, no line end", "{\n    \"mcpServers\": {\n        \"x\": {}\n    }\n}"),
        strict("tabs", "{\n\t\"mcpServers\": {\n\t\t\"x\": {}\n\t},\n\t\"z\": 0\n}\n"),
        strict("no map", "{\n  \"theme\": \"dark\",\n  \"n\": [1, 2,\n    3]\n}\n"),
        strict(
            "map in one line of several",
            "{\n  \"mcpServers\": {\"x\": {\"command\": \"y\"}}\n}\n"),
        strict("odd spaces", "{ \"mcpServers\" :\n\n  { \"x\" : { } }  }\n\n"),
        strict("escaped name", "{\n  \"mcpS\\u0065rvers\": {\n    \"x\": {}\n  }\n}\n"),
        strict(
            "names of several alphabets",
            "{\n"
                + "  \"\ud83d\ude00\": \"\u00e9\",\n"
                + "  \"mcpServers\": {\n"
                + "    \"\u540d\": {}\n"
                + "  }\n"
                + "}\n"),
        strict(
            "texts like syntax",
            "{\n"
                + "  \"a\": \"{ // } , /* \\\" \",\n"
                + "  \"mcpServers\": {\n"
                + "    \"x\": {\"command\": \"},]\"}\n"
                + "  }\n"
                + "}\n"),
        strict(
            "the map twice",
            "{\n  \"mcpServers\": {\"x\": {}},\n  \"mcpServers\": {\"y\": {}}\n}\n"),
        strict(
            "our name elsewhere",
            "{\n"
                + "  \"projects\": {\"/p\": {\"mcpServers\": {\"quire\": {\"command\":"
                + " \"/p/quire\", \"args\": [\"serve\"]}}}}\n"
                + "}\n"),
        strict(
            "numbers and words",
            "{\n"
                + "  \"a\": -1.5e+10,\n"
                + "  \"b\": [true, false, null],\n"
                + "  \"mcpServers\": {\n"
                + "    \"x\": {\"timeout\": 60}\n"
                + "  }\n"
                + "}\n"));
  }

  private static Fixture strict(String name, String text) {
    return new Fixture(name, "claude-desktop", text);
  }

  private static Stream<Fixture> lenient() {
    return Stream.of(
        lenient("comment first", "// mine\n{\n  \"mcpServers\": {}\n}\n"),
        lenient("comment last", "{\n  \"mcpServers\": {}\n}\n// end\n"),
        lenient("comment in the empty map", "{\n  \"mcpServers\": {\n    // none yet\n  }\n}\n"),
        lenient(
            "comment behind the last server",
            "{\n  \"mcpServers\": {\n    \"x\": {} // keep, this\n  }\n}\n"),
        lenient(
            "comment before the end of the map",
            "{\n  \"mcpServers\": {\n    \"x\": {}\n    /* that\n       is all */\n  }\n}\n"),
        lenient(
            "comment before the colon", "{\n  \"mcpServers\" /* , */ : {\n    \"x\": {}\n  }\n}\n"),
        lenient(
            "trailing commas",
            "{\n  \"mcpServers\": {\n    \"x\": {\"command\": \"y\",},\n  },\n}\n"),
        lenient(
            "trailing comma and comment",
            "{\n  \"mcpServers\": {\n    \"x\": {}, // one\n  }, // two\n}\n"),
        lenient(
            "commented server",
            "{\n"
                + "  \"mcpServers\": {\n"
                + "    \"x\": {},\n"
                + "    // \"quire\": {\"command\": \"/old/quire\", \"args\": [\"serve\"]}\n"
                + "  }\n"
                + "}\n"));
  }

  private static Fixture lenient(String name, String text) {
    return new Fixture(name, "cursor", text);
  }

  private static List<Fixture> otherShapes() {
    return List.of(
        new Fixture(
            "with inputs",
            "vscode",
            "{\n"
                + "\t// mine\n"
                + "\t\"inputs\": [],\n"
                + "\t\"servers\": {\n"
                + "\t\t\"x\": {\"type\": \"stdio\"}\n"
                + "\t}\n"
                + "}\n"),
        new Fixture("nothing", "vscode", "{}"),
        new Fixture(
            "settings",
            "zed",
            "// Zed settings\n{\n  \"theme\": \"One\",\n  \"context_servers\": {\n  },\n}\n"),
        new Fixture(
            "settings",
            "opencode",
            "{\n"
                + "  \"$schema\": \"https://opencode.ai/config.json\",\n"
                + "  \"mcp\": {\n"
                + "    \"x\": {\"type\": \"local\", \"command\": [\"a\", \"b\"]},\n"
                + "  },\n"
                + "}\n"),
        new Fixture("nothing", "kilo", "{\n}\n"),
        new Fixture(
            "a dot in the name",
            "amp",
            "{\n"
                + "  \"amp.url\": \"x\",\n"
                + "  \"amp\": {\"mcpServers\": 1},\n"
                + "  \"amp.mcpServers\": {\n"
                + "    \"x\": {}\n"
                + "  }\n"
                + "}\n"),
        new Fixture(
            "tools",
            "copilot",
            "{\n  \"mcpServers\": {\n    \"x\": {\"tools\": [\"*\"]}\n  }\n}\n"),
        new Fixture(
            "settings",
            "gemini",
            "{\n"
                + "  \"general\": {\"vim\": true}, // mine\n"
                + "  \"mcpServers\": {\n"
                + "    \"x\": {\"trust\": true}\n"
                + "  }\n"
                + "}\n"),
        new Fixture("settings", "qwen", "{\n  \"$version\": 3\n}\n"),
        new Fixture(
            "settings",
            "claude-code",
            "{\n"
                + "  \"numStartups\": 3,\n"
                + "  \"mcpServers\": {\n"
                + "    \"x\": {\n"
                + "      \"command\": \"y\",\n"
                + "      \"args\": []\n"
                + "    }\n"
                + "  }\n"
                + "}"));
  }

  private static Stream<Fixture> toml() {
    return Stream.of(
        toml("empty", ""),
        toml("comment alone", "# mine\n"),
        toml("settings without a line end", "model = \"x\"\n[tui]\ntheme = \"dark\""),
        toml(
            "another server",
            "[mcp_servers.x]\n"
                + "command = \"y\"\n"
                + "args = [\n"
                + "  \"a\", # one\n"
                + "  \"b\",\n"
                + "]\n\n"
                + "[mcp_servers.x.env]\n"
                + "K = \"v\"\n"),
        toml(
            "tables behind",
            "[mcp_servers.x]\n"
                + "command = \"y\"\n\n"
                + "# projects\n"
                + "[projects.\"/a b\"]\n"
                + "trust_level = \"trusted\"\n\n"
                + "[[list]]\n"
                + "n = 1\n"),
        toml(
            "a text like a header",
            "text = \"\"\"\n[mcp_servers.quire]\ncommand = \"/no/quire\"\n\"\"\"\n"),
        toml("commented server", "#[mcp_servers.quire]\n#command = \"/old/quire\"\n"),
        toml("only the map", "[mcp_servers]\n"));
  }

  private static Fixture toml(String name, String text) {
    return new Fixture(name, "codex", text);
  }

  private static Stream<Fixture> yaml() {
    return Stream.of(
        yaml("empty", ""),
        yaml(
            "settings",
            "GOOSE_MODEL: x\n"
                + "extensions:\n"
                + "  developer:\n"
                + "    bundled: true\n"
                + "    enabled: true\n"
                + "    type: builtin\n"
                + "GOOSE_MODE: auto\n"),
        yaml(
            "four spaces and comments",
            "# mine\nextensions: # those\n    developer:\n        enabled: true # yes\n\n# end\n"),
        yaml("no extensions", "GOOSE_MODEL: x\n"),
        yaml("no line end", "extensions:\n  a:\n    type: stdio\n    cmd: x\n    args:\n    - y"));
  }

  private static Fixture yaml(String name, String text) {
    return new Fixture(name, "goose", text);
  }
}
