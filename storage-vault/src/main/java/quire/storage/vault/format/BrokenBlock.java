package quire.storage.vault.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what can be told from a block of properties that is no valid YAML, line by line: of a key
 * that stands twice, the first counts. Such a note is read and never written.
 */
final class BrokenBlock {
  static final String UNCLOSED =
      "its first line opens a block of properties that is never closed; add a line ---";

  private static final Pattern HEADING = Pattern.compile("#{1,6}[ \\t].*");
  private static final Pattern COMMENT = Pattern.compile("[ \\t]+#.*");

  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Integer> keyLines = new HashMap<>();
  private final List<String> aliases = new ArrayList<>();
  private String openKey = "";

  private BrokenBlock() {}

  static FrontMatter read(NoteLines lines, int open, int close, String reason) {
    BrokenBlock block = new BrokenBlock();
    for (int i = open + 1; i < close; i++) {
      block.take(i, lines.content(i).stripTrailing());
    }
    return block.result(close + 1, reason);
  }

  /** {@return what the lines at a note's top say that look like properties} */
  static FrontMatter read(NoteLines lines, String reason) {
    BrokenBlock block = new BrokenBlock();
    int end = 1;
    while (end < lines.size() && isProperty(lines.content(end))) {
      block.take(end, lines.content(end).stripTrailing());
      end++;
    }
    return block.result(end, reason);
  }

  private FrontMatter result(int end, String reason) {
    return new FrontMatter(end, -1, values, keyLines, aliases, reason);
  }

  private static boolean isProperty(String line) {
    return line.isBlank()
        || line.startsWith(" ")
        || line.startsWith("\t")
        || PropertyScan.KEY.matcher(line).matches()
        || PropertyScan.LIST_ENTRY.matcher(line).matches()
        || (line.startsWith("#") && !HEADING.matcher(line).matches());
  }

  private void take(int index, String line) {
    Matcher key = PropertyScan.KEY.matcher(line);
    if (key.matches()) {
      openKey = key.group(1);
      boolean first = keyLines.putIfAbsent(openKey, index) == null;
      Optional<String> value = Optional.ofNullable(key.group(2)).flatMap(BrokenBlock::scalar);
      if (first && value.isPresent()) {
        values.put(openKey, value.get());
        if (openKey.equals(FrontMatter.ALIASES)) {
          aliases.add(value.get());
        }
      }
      return;
    }
    Matcher entry = PropertyScan.LIST_ENTRY.matcher(line);
    if (entry.matches()) {
      scalar(entry.group(1)).ifPresent(this::takeEntry);
    }
  }

  private void takeEntry(String value) {
    if (openKey.equals(FrontMatter.ALIASES)) {
      aliases.add(value);
    } else if (openKey.equals(FrontMatter.TYPE)) {
      values.putIfAbsent(FrontMatter.TYPE, value);
    }
  }

  /** {@return a value as a person would read it; of a list on one line, the first} */
  private static Optional<String> scalar(String written) {
    String text = COMMENT.matcher(written.strip()).replaceFirst("").strip();
    while (text.startsWith("[")) {
      int end = text.indexOf(',') < 0 ? text.indexOf(']') : text.indexOf(',');
      text = text.substring(1, end < 0 ? text.length() : end).strip();
    }
    if (text.isEmpty() || text.startsWith("{")) {
      return Optional.empty();
    }
    if (text.startsWith("\"")) {
      return Optional.of(JsonString.parse(text).orElse(text.replace("\"", "")));
    }
    return Optional.of(
        text.length() > 1 && text.startsWith("'") && text.endsWith("'")
            ? text.substring(1, text.length() - 1).replace("''", "'")
            : text);
  }
}
