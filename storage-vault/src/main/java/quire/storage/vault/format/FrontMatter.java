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
 * The block of properties at the top of a note: where it stands and what the few keys mean that
 * matter here. Lines that a simple scan understands are taken from it; any other block is parsed as
 * YAML. Values are taken as they are written, so {@code type: no} is the text "no".
 *
 * @param end the first line of the body; 0 if there is no block
 * @param values the scalars by key
 * @param keyLines the line of each top-level key
 * @param aliases the note's other names
 */
public record FrontMatter(
    int end, Map<String, String> values, Map<String, Integer> keyLines, List<String> aliases) {
  public static final String ID = "quire-id";
  public static final String TYPE = "type";
  public static final String NAME = "name";
  public static final String STUB = "quire-stub";
  private static final String ALIASES = "aliases";

  private static final Pattern KEY =
      Pattern.compile("([A-Za-z0-9_][A-Za-z0-9_-]*):(?:[ \\t]+(.*))?");
  private static final Pattern PLAIN =
      Pattern.compile("[^\\s\\[\\]{}>|*&!%#`\"'@,?:-](?:(?! #|\\t#|: |:\\t|:$).)*");
  private static final Pattern LIST_ENTRY = Pattern.compile("[ \\t]*-[ \\t]+(.*)");

  static FrontMatter of(NoteLines lines) throws NoteUnreadableException {
    if (lines.size() == 0 || !lines.content(0).stripTrailing().equals("---")) {
      return new FrontMatter(0, Map.of(), Map.of(), List.of());
    }
    int close = closing(lines);
    Optional<FrontMatter> simple = new Scan(lines, close).result();
    return simple.isPresent() ? simple.get() : YamlBlock.parse(lines, close);
  }

  private static int closing(NoteLines lines) throws NoteUnreadableException {
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.content(i).stripTrailing();
      if (line.equals("---") || line.equals("...")) {
        return i;
      }
    }
    throw new NoteUnreadableException(
        "its first line opens a block of properties that is never closed; add a line ---");
  }

  public Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The scan of a block in which every line is a plain key, a plain list entry or a comment. */
  private static final class Scan {
    private final NoteLines lines;
    private final int close;
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Integer> keyLines = new HashMap<>();
    private final List<String> aliases = new ArrayList<>();
    private String openKey = "";

    Scan(NoteLines lines, int close) {
      this.lines = lines;
      this.close = close;
    }

    /** {@return the block, or empty if it takes a YAML parser to understand it} */
    Optional<FrontMatter> result() {
      for (int i = 1; i < close; i++) {
        if (!understands(i, lines.content(i).stripTrailing())) {
          return Optional.empty();
        }
      }
      return Optional.of(new FrontMatter(close + 1, values, keyLines, aliases));
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
      return value.isPresent();
    }

    private boolean keepsEntry(String written) {
      Optional<String> value = scalar(written.strip());
      if (openKey.equals(ALIASES)) {
        value.ifPresent(aliases::add);
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
}
