package quire.cli.foreign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A note in Markdown, as memory programs write them: front matter of plain keys, then headings,
 * items of lists and paragraphs.
 */
final class MarkdownNote {
  private static final Pattern PROPERTY = Pattern.compile("([\\w-]+):(?:\\s+(.*))?");
  private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*?)\\s*#*");
  private static final Pattern ITEM = Pattern.compile("[-*+]\\s+(.*)");
  private static final Pattern LINK = Pattern.compile("\\[\\[([^\\]|#]+)(?:[|#][^\\]]*)?\\]\\]");

  private final Map<String, List<String>> properties = new LinkedHashMap<>();
  private final List<Block> blocks = new ArrayList<>();
  private final StringBuilder open = new StringBuilder();
  private Kind openKind = Kind.TEXT;
  private long openLine;
  private boolean fenced;

  /** What a part of a note is. */
  enum Kind {
    HEADING,
    ITEM,
    TEXT
  }

  /**
   * A part of a note.
   *
   * @param line where it begins, counted from 1
   */
  record Block(long line, Kind kind, String text) {
    /** {@return the names that it links to} */
    List<String> links() {
      return LINK.matcher(text).results().map(link -> link.group(1).strip()).distinct().toList();
    }
  }

  private MarkdownNote() {}

  static MarkdownNote of(String text) {
    MarkdownNote note = new MarkdownNote();
    List<String> lines = text.lines().toList();
    int body = note.frontMatter(lines);
    for (int i = body; i < lines.size(); i++) {
      note.line(i + 1L, lines.get(i));
    }
    note.end();
    return note;
  }

  /** {@return the number of the line behind it} */
  private int frontMatter(List<String> lines) {
    int end = lines.isEmpty() || !lines.getFirst().strip().equals("---") ? -1 : 1;
    while (end > 0 && end < lines.size() && !lines.get(end).strip().equals("---")) {
      end++;
    }
    if (end < 0 || end == lines.size()) {
      return 0; // a line across the page is no front matter
    }
    String key = "";
    for (String line : lines.subList(1, end)) {
      Matcher property = PROPERTY.matcher(line.strip());
      Matcher item = ITEM.matcher(line.strip());
      if (item.matches() && !key.isEmpty()) {
        values(key).add(plain(item.group(1)));
      } else if (property.matches()) {
        key = property.group(1);
        values(key).addAll(list(property.group(2)));
      } else if (!key.isEmpty() && !line.isBlank()) {
        goOn(values(key), line.strip());
      }
    }
    return end + 1;
  }

  /** A value goes on over several lines, perhaps behind a mark that says so. */
  private static void goOn(List<String> values, String line) {
    String before = values.isEmpty() ? "" : values.removeLast();
    values.add(before.isEmpty() || before.matches("[|>][+-]?") ? line : before + "\n" + line);
  }

  private List<String> values(String key) {
    return properties.computeIfAbsent(key, name -> new ArrayList<>());
  }

  private static List<String> list(@Nullable String value) {
    String held = value == null ? "" : value.strip();
    if (held.isEmpty()) {
      return List.of();
    }
    if (!held.startsWith("[") || !held.endsWith("]")) {
      return List.of(plain(held));
    }
    return Pattern.compile(",")
        .splitAsStream(held.substring(1, held.length() - 1))
        .map(MarkdownNote::plain)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private static String plain(String value) {
    String held = value.strip();
    boolean quoted =
        held.length() > 1
            && (held.charAt(0) == '"' || held.charAt(0) == '\'')
            && held.charAt(0) == held.charAt(held.length() - 1);
    return quoted ? held.substring(1, held.length() - 1) : held;
  }

  private void line(long number, String line) {
    Matcher heading = HEADING.matcher(line);
    Matcher item = ITEM.matcher(line);
    if (line.stripLeading().startsWith("```")) {
      fenced = !fenced;
      go(number, line);
    } else if (fenced) {
      go(number, line);
    } else if (line.isBlank()) {
      end();
    } else if (heading.matches()) {
      begin(Kind.HEADING, number, heading.group(1));
      end();
    } else if (item.matches()) {
      begin(Kind.ITEM, number, item.group(1));
    } else {
      go(number, line);
    }
  }

  private void begin(Kind kind, long number, String text) {
    end();
    openKind = kind;
    openLine = number;
    open.append(text);
  }

  private void go(long number, String line) {
    if (open.isEmpty()) {
      begin(Kind.TEXT, number, line);
    } else {
      open.append('\n').append(openKind == Kind.ITEM ? line.replaceFirst("^ {1,2}", "") : line);
    }
  }

  private void end() {
    if (!open.toString().isBlank()) {
      blocks.add(new Block(openLine, openKind, open.toString().strip()));
    }
    open.setLength(0);
  }

  /** {@return the values of a property that has one or several; none if it is not there} */
  List<String> all(String key) {
    return properties.getOrDefault(key, List.of());
  }

  Optional<String> first(String key) {
    return all(key).stream().filter(value -> !value.isBlank()).findFirst();
  }

  Map<String, List<String>> properties() {
    return properties;
  }

  List<Block> blocks() {
    return blocks;
  }
}
