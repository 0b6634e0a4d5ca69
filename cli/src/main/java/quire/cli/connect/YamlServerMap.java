package quire.cli.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The servers in Goose's YAML file, as blocks below {@code extensions:}. It knows the plain form
 * that Goose itself writes; a file in another form is refused, because a wrong guess disables the
 * client.
 */
final class YamlServerMap implements ServerMap {
  private static final String MAP = "extensions:";
  private static final Pattern NAME = Pattern.compile("( +)([A-Za-z0-9_.-]+):\\s*(#.*)?");
  private static final Pattern FIELD = Pattern.compile(" +(cmd|args):\\s*(.*?)\\s*");

  private final List<String> lines;
  private final int map;
  private final String indent;
  private final int end;

  private YamlServerMap(List<String> lines, int map, String indent, int end) {
    this.lines = lines;
    this.map = map;
    this.indent = indent;
    this.end = end;
  }

  static YamlServerMap parse(String text) throws MalformedFileException {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int next = text.indexOf('\n', start) + 1;
      next = next == 0 ? text.length() : next;
      lines.add(text.substring(start, next));
      start = next;
    }
    int map = -1;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).stripTrailing();
      boolean plain = !line.startsWith("\t") && !line.startsWith("---") && !line.startsWith("{");
      if (!plain) {
        throw new MalformedFileException("line %d has a form that is not edited".formatted(i + 1));
      }
      if (line.startsWith(MAP)) {
        String rest = line.substring(MAP.length()).strip();
        if (map >= 0 || !(rest.isEmpty() || rest.startsWith("#"))) {
          throw new MalformedFileException("its extensions have a form that is not edited");
        }
        map = i;
      }
    }
    return inside(lines, map);
  }

  private static YamlServerMap inside(List<String> lines, int map) {
    String indent = "  ";
    int end = map + 1;
    if (map >= 0) {
      boolean first = true;
      for (int i = map + 1; i < lines.size(); i++) {
        String line = lines.get(i).stripTrailing();
        if (line.isEmpty() || line.stripLeading().startsWith("#")) {
          continue;
        }
        if (!line.startsWith(" ")) {
          break;
        }
        if (first) {
          indent = line.substring(0, line.length() - line.stripLeading().length());
          first = false;
        }
        end = i + 1;
      }
    }
    return new YamlServerMap(lines, map, indent, end);
  }

  @Override
  public List<Server> servers() {
    List<Server> servers = new ArrayList<>();
    for (int i = map + 1; map >= 0 && i < end; i++) {
      Matcher name = NAME.matcher(lines.get(i).stripTrailing());
      if (name.matches() && name.group(1).equals(indent)) {
        servers.add(new Server(name.group(2), entry(i)));
      }
    }
    return servers;
  }

  private Entry entry(int start) {
    String command = "";
    List<String> arguments = new ArrayList<>();
    for (int i = start + 1; i < blockEnd(start); i++) {
      Matcher field = FIELD.matcher(lines.get(i).stripTrailing());
      if (field.matches() && field.group(1).equals("cmd")) {
        command = unquoted(field.group(2));
      } else if (field.matches()) {
        for (int j = i + 1; j < end && lines.get(j).strip().startsWith("- "); j++) {
          arguments.add(unquoted(lines.get(j).strip().substring(2).strip()));
        }
        for (String word : field.group(2).replaceAll("[\\[\\]]", "").split(",")) {
          if (!word.isBlank()) {
            arguments.add(unquoted(word.strip()));
          }
        }
      }
    }
    return new Entry(command, arguments);
  }

  private static String unquoted(String word) {
    boolean quoted =
        word.length() >= 2
            && (word.startsWith("\"") || word.startsWith("'"))
            && word.endsWith(word.substring(0, 1));
    return quoted ? word.substring(1, word.length() - 1) : word;
  }

  private int blockEnd(int start) {
    int blockEnd = start + 1;
    for (int i = start + 1; i < end; i++) {
      String line = lines.get(i).stripTrailing();
      if (!line.isEmpty() && !line.startsWith(indent + " ")) {
        break;
      }
      blockEnd = i + 1;
    }
    return blockEnd;
  }

  @Override
  public String with(Entry entry) throws MalformedFileException {
    if (entry.isAddress()) {
      throw new MalformedFileException(
          "how it is given the address of a server is not known well enough to be written");
    }
    String lineEnd = Layout.of(String.join("", lines)).lineEnd();
    StringBuilder block = new StringBuilder();
    for (String line : written(entry).split("\n")) {
      String stripped = line.stripLeading();
      block
          .append(indent)
          .append(indent.repeat((line.length() - stripped.length()) / 2))
          .append(stripped)
          .append(lineEnd);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size() && (map < 0 || i < end); i++) {
      text.append(lines.get(i));
    }
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      text.append(lineEnd);
    }
    text.append(map < 0 ? MAP + lineEnd : "").append(block);
    for (int i = end; map >= 0 && i < lines.size(); i++) {
      text.append(lines.get(i));
    }
    return text.toString();
  }

  private static String written(Entry entry) {
    StringBuilder block = new StringBuilder(Entry.NAME + ":\n");
    block.append("  name: Quire\n  type: stdio\n  enabled: true\n  timeout: 300\n");
    block.append("  cmd: ").append(JsonText.quoted(entry.command())).append('\n');
    block.append("  args: ").append(Shape.list(entry.arguments())).append('\n');
    return block.append("  envs: {}").toString();
  }

  @Override
  public String repaired(String name, Entry entry) throws MalformedFileException {
    int start = start(name);
    List<String> changed = new ArrayList<>(lines);
    boolean done = false;
    for (int i = start + 1; i < blockEnd(start); i++) {
      Matcher field = FIELD.matcher(lines.get(i).stripTrailing());
      if (field.matches() && field.group(1).equals("cmd")) {
        String line = lines.get(i);
        String tail = line.substring(line.stripTrailing().length());
        changed.set(
            i,
            line.substring(0, line.indexOf("cmd:"))
                + "cmd: "
                + JsonText.quoted(entry.command())
                + tail);
        done = true;
      }
    }
    String text = String.join("", changed);
    boolean sound =
        done
            && parse(text).servers().stream()
                .anyMatch(server -> server.name().equals(name) && server.entry().equals(entry));
    if (!sound) {
      throw new MalformedFileException("its entry for Quire has a form that is not edited");
    }
    return text;
  }

  private int start(String name) {
    for (int i = map + 1; i < end; i++) {
      Matcher found = NAME.matcher(lines.get(i).stripTrailing());
      if (found.matches() && found.group(1).equals(indent) && found.group(2).equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no server of that name: " + name);
  }

  @Override
  public String without(String name) {
    int start = start(name);
    List<String> rest = new ArrayList<>(lines.subList(0, start));
    rest.addAll(lines.subList(blockEnd(start), lines.size()));
    return String.join("", rest);
  }
}
