package quire.storage.vault.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a block in which every line is a plain key, a plain list entry or a comment: nearly all
 * are, and a YAML parser would take ten times as long.
 */
final class PropertyScan {
  static final Pattern KEY = Pattern.compile("([A-Za-z0-9_][A-Za-z0-9_-]*):(?:[ \\t]+(.*))?");
  static final Pattern LIST_ENTRY = Pattern.compile("[ \\t]*-[ \\t]+(.*)");
  private static final Pattern PLAIN =
      Pattern.compile("[^\\s\\[\\]{}>|*&!%#`\"'@,?:-](?:(?! #|\\t#|: |:\\t|:$).)*");

  private final NoteLines lines;
  private final int open;
  private final int close;
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Integer> keyLines = new HashMap<>();
  private final List<String> aliases = new ArrayList<>();
  private String openKey = "";

  private PropertyScan(NoteLines lines, int open, int close) {
    this.lines = lines;
    this.open = open;
    this.close = close;
  }

  /** {@return the block, or empty if it takes a YAML parser to understand it} */
  static Optional<FrontMatter> of(NoteLines lines, int open, int close) {
    return new PropertyScan(lines, open, close).result();
  }

  private Optional<FrontMatter> result() {
    for (int i = open + 1; i < close; i++) {
      if (!understands(i, lines.content(i).stripTrailing())) {
        return Optional.empty();
      }
    }
    return Optional.of(new FrontMatter(close + 1, open, values, keyLines, aliases, ""));
  }

  private boolean understands(int index, String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return true;
    }
    Matcher key = KEY.matcher(line);
    if (key.matches()) {
      return keyLines.put(key.group(1), index) == null && keeps(key.group(1), key.group(2));
    }
    Matcher entry = LIST_ENTRY.matcher(line);
    return !openKey.isEmpty() && entry.matches() && keepsEntry(entry.group(1));
  }

  private boolean keeps(String key, @Nullable String written) {
    if (written == null || written.isBlank()) {
      openKey = key;
      return true;
    }
    openKey = "";
    Optional<String> value = scalar(written.strip());
    value.ifPresent(text -> values.put(key, text));
    if (key.equals(FrontMatter.ALIASES)) {
      value.ifPresent(aliases::add);
    }
    return value.isPresent();
  }

  private boolean keepsEntry(String written) {
    Optional<String> value = scalar(written.strip());
    if (openKey.equals(FrontMatter.ALIASES)) {
      value.ifPresent(aliases::add);
    } else if (openKey.equals(FrontMatter.TYPE)) {
      value.ifPresent(text -> values.putIfAbsent(FrontMatter.TYPE, text));
    }
    return value.isPresent();
  }

  private static Optional<String> scalar(String written) {
    if (written.startsWith("\"")) {
      return JsonString.parse(written);
    }
    return PLAIN.matcher(written).matches() ? Optional.of(written) : Optional.empty();
  }
}
