package quire.cli.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * The servers in a TOML file: one table {@code [mcp_servers.NAME]} each, as Codex has them.
 *
 * @param toml the parsed text, which tells line and column of each key
 */
record TomlServerMap(String text, TomlParseResult toml) implements ServerMap {
  private static final String MAP = "mcp_servers";
  private static final String HEADERS = "http_headers";
  private static final String AUTHORIZATION = "Authorization";

  static TomlServerMap parse(String text) throws MalformedFileException {
    TomlParseResult toml = Toml.parse(text);
    if (toml.hasErrors()) {
      TomlPosition place = toml.errors().getFirst().position();
      throw new MalformedFileException(
          "line %d, column %d is no valid TOML".formatted(place.line(), place.column()));
    }
    return new TomlServerMap(text, toml);
  }

  @Override
  public List<Server> servers() {
    List<Server> servers = new ArrayList<>();
    if (toml.get(List.of(MAP)) instanceof TomlTable map) {
      for (String name : map.keySet()) {
        if (map.get(List.of(name)) instanceof TomlTable server) {
          servers.add(new Server(name, entry(server)));
        }
      }
    }
    return servers;
  }

  private static Entry entry(TomlTable server) {
    String command = server.get(List.of("command")) instanceof String text ? text : "";
    List<String> arguments = new ArrayList<>();
    if (server.get(List.of("args")) instanceof TomlArray array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.get(i) instanceof String word) {
          arguments.add(word);
        }
      }
    }
    String url = server.get(List.of("url")) instanceof String text ? text : "";
    String header = server.get(List.of(HEADERS, AUTHORIZATION)) instanceof String text ? text : "";
    return url.isEmpty() || !command.isEmpty()
        ? new Entry(command, arguments)
        : new Entry("", List.of(), url, header);
  }

  @Override
  public String with(Entry entry) throws MalformedFileException {
    if (toml.get(List.of(MAP)) instanceof TomlTable && !hasHeaders()) {
      throw new MalformedFileException(
          "its servers stand in one line or under dotted keys, where a table cannot be added");
    }
    String lineEnd = Layout.of(text).lineEnd();
    StringBuilder added = new StringBuilder(text);
    if (!text.isEmpty()) {
      added.append(text.endsWith("\n") ? "" : lineEnd).append(lineEnd);
    }
    added.append("[").append(MAP).append('.').append(Entry.NAME).append("]").append(lineEnd);
    if (entry.isAddress()) {
      added.append("url = ").append(JsonText.quoted(entry.url())).append(lineEnd);
      added.append(HEADERS).append(" = { ").append(AUTHORIZATION).append(" = ");
      added.append(JsonText.quoted(entry.authorization())).append(" }").append(lineEnd);
    } else {
      added.append("command = ").append(JsonText.quoted(entry.command())).append(lineEnd);
      added.append("args = ").append(Shape.list(entry.arguments())).append(lineEnd);
    }
    String result = added.toString();
    parse(result);
    return result;
  }

  private boolean hasHeaders() {
    return text.lines()
        .anyMatch(line -> line.strip().matches("\\[\\s*\"?" + MAP + "\"?\\s*[.\\]].*"));
  }

  @Override
  public String repaired(String name, Entry entry) throws MalformedFileException {
    String result = entry.isAddress() ? withAddress(name, entry) : withProgram(name, entry);
    Server repaired =
        parse(result).servers().stream()
            .filter(server -> server.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new MalformedFileException("its servers stand in an unusual form"));
    if (!repaired.entry().equals(entry)) {
      throw new MalformedFileException("its servers stand in an unusual form");
    }
    return result;
  }

  private String withProgram(String name, Entry entry) throws MalformedFileException {
    String changed = withValue(name, "args", Shape.list(entry.arguments()));
    return parse(changed).withValue(name, "command", JsonText.quoted(entry.command()));
  }

  /** A header that is not there is the user's choice, who may name a variable instead. */
  private String withAddress(String name, Entry entry) throws MalformedFileException {
    Optional<TomlPosition> header = position(List.of(MAP, name, HEADERS, AUTHORIZATION));
    String changed =
        header.isPresent() ? inPlace(header.get(), JsonText.quoted(entry.authorization())) : text;
    return parse(changed).withValue(name, "url", JsonText.quoted(entry.url()));
  }

  private String inPlace(TomlPosition key, String value) {
    int start = behindEquals(offset(key));
    return text.substring(0, start) + value + text.substring(TomlValue.end(text, start));
  }

  private String withValue(String name, String key, String value) throws MalformedFileException {
    Optional<TomlPosition> present = position(List.of(MAP, name, key));
    if (present.isPresent()) {
      return inPlace(present.get(), value);
    }
    int header = headerEnd(name);
    return text.substring(0, header)
        + key
        + " = "
        + value
        + Layout.of(text).lineEnd()
        + text.substring(header);
  }

  private int behindEquals(int key) {
    int start = text.indexOf('=', key) + 1;
    while (start < text.length() && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
      start++;
    }
    return start;
  }

  /** {@return where the line behind that server's header begins} */
  private int headerEnd(String name) throws MalformedFileException {
    Optional<TomlPosition> header = position(List.of(MAP, name));
    if (header.isEmpty()) {
      throw new MalformedFileException("its servers stand in an unusual form");
    }
    int line = text.indexOf('\n', offset(header.get()));
    if (line < 0) {
      throw new MalformedFileException("its servers stand in an unusual form");
    }
    return line + 1;
  }

  private Optional<TomlPosition> position(List<String> path) {
    return Optional.ofNullable(toml.inputPositionOf(path));
  }

  private int offset(TomlPosition position) {
    int start = 0;
    for (int line = 1; line < position.line(); line++) {
      start = text.indexOf('\n', start) + 1;
    }
    return start + position.column() - 1;
  }

  @Override
  public String without(String name) {
    int start = offset(position(List.of(MAP, name)).orElseThrow());
    start = text.lastIndexOf('\n', start) + 1;
    if (!text.startsWith("[", start)) {
      return withoutLine(start);
    }
    int end = end(start, name);
    int blank = start;
    while (blank > 0 && isBlankLineBefore(blank)) {
      blank = text.lastIndexOf('\n', blank - 2) + 1;
    }
    return text.substring(0, blank) + text.substring(end);
  }

  private String withoutLine(int start) {
    int end = text.indexOf('\n', start);
    return text.substring(0, start) + (end < 0 ? "" : text.substring(end + 1));
  }

  private boolean isBlankLineBefore(int lineStart) {
    int before = text.lastIndexOf('\n', lineStart - 2) + 1;
    return text.substring(before, lineStart).isBlank();
  }

  /**
   * {@return where the first header behind that is not below this server begins} Comments and blank
   * lines right before it belong to it.
   */
  private int end(int start, String name) {

    int line = text.indexOf('\n', start) + 1;
    if (line == 0) {
      return text.length();
    }
    int keep = line;
    while (line < text.length()) {
      int next = text.indexOf('\n', line);
      next = next < 0 ? text.length() : next + 1;
      String content = text.substring(line, next).strip();
      if (content.startsWith("[") && !isBelow(content, name) && !isInValue(line)) {
        return keep;
      }
      if (!content.isEmpty() && !content.startsWith("#")) {
        keep = next;
      }
      line = next;
    }
    return keep;
  }

  private static boolean isBelow(String header, String name) {
    String plain = header.replaceAll("[\\s\"'\\[]", "");
    return plain.startsWith(MAP + "." + name + ".");
  }

  /** Whether a line that looks like a header stands within a list or text of several lines. */
  private boolean isInValue(int line) {
    return Toml.parse(text.substring(0, line)).hasErrors();
  }
}
