package quire.storage.vault.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The properties of a note: where they stand and what the few keys mean that matter here. Values
 * are taken as they are written, so {@code type: no} is the text "no".
 *
 * @param end the first line of the body; 0 if the note does not start with a block
 * @param top the line below which properties are added; -1 if there is no block for them
 * @param values the scalars by key
 * @param keyLines the line of each top-level key
 * @param aliases the note's other names
 * @param trouble why the properties must not be edited; empty if they may be
 */
public record FrontMatter(
    int end,
    int top,
    Map<String, String> values,
    Map<String, Integer> keyLines,
    List<String> aliases,
    String trouble) {
  public static final String ID = "quire-id";
  public static final String TYPE = "type";
  public static final String NAME = "name";
  public static final String STUB = "quire-stub";
  static final String ALIASES = "aliases";

  private static final FrontMatter NONE = new FrontMatter(0, -1, Map.of(), Map.of(), List.of(), "");

  static FrontMatter of(NoteLines lines) {
    FrontMatter first = first(lines);
    return first.values.containsKey(ID) ? first : first.with(IdentityBlock.in(lines, first.end));
  }

  private static FrontMatter first(NoteLines lines) {
    if (lines.size() == 0 || !isFence(lines, 0)) {
      return NONE;
    }
    int close = closing(lines, 0);
    if (close < 0) {
      return BrokenBlock.read(lines, BrokenBlock.UNCLOSED);
    }
    return block(lines, 0, close);
  }

  /** {@return the block between two lines of dashes, as far as it is understood} */
  static FrontMatter block(NoteLines lines, int open, int close) {
    try {
      Optional<FrontMatter> simple = PropertyScan.of(lines, open, close);
      return simple.isPresent() ? simple.get() : YamlBlock.parse(lines, open, close);
    } catch (NoteUnreadableException e) {
      return BrokenBlock.read(lines, open, close, e.reason());
    }
  }

  /** {@return the line that closes a block, -1 if the body begins before any does} */
  static int closing(NoteLines lines, int open) {
    for (int i = open + 1; i < lines.size(); i++) {
      if (lines.startsWith(i, "---") || lines.startsWith(i, "...")) {
        String line = lines.content(i).stripTrailing();
        if (line.equals("---") || line.equals("...")) {
          return i;
        }
      } else if (lines.startsWith(i, "## ") && NoteBody.isSectionHeading(lines.content(i))) {
        return -1;
      }
    }
    return -1;
  }

  static boolean isFence(NoteLines lines, int index) {
    return lines.startsWith(index, "---") && lines.content(index).stripTrailing().equals("---");
  }

  /** Another tool wrote a block or a text before the one that says which entity this is. */
  private FrontMatter with(Optional<FrontMatter> identity) {
    if (identity.isEmpty()) {
      return this;
    }
    FrontMatter other = identity.get();
    Map<String, String> allValues = new HashMap<>(values);
    allValues.putAll(other.values);
    Map<String, Integer> allLines = new HashMap<>(keyLines);
    allLines.putAll(other.keyLines);
    List<String> allAliases = new ArrayList<>(aliases);
    allAliases.addAll(other.aliases);
    String reason = trouble.isEmpty() ? other.trouble : trouble;
    return new FrontMatter(end, other.top, allValues, allLines, allAliases, reason);
  }

  public Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key));
  }
}
