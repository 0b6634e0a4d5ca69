package quire.storage.vault.format;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the properties that Quire wrote where another tool put something before them: a block of
 * its own, a title, an empty line. Without that the note would be taken for a person's and get a
 * second identity.
 */
final class IdentityBlock {
  private static final String KEY = FrontMatter.ID + ":";
  private static final Pattern LINE =
      Pattern.compile("quire-id:[ \\t]+[\"']?([0-9A-HJKMNP-TV-Z]{26})[\"']?[ \\t]*");
  private static final Pattern CODE = Pattern.compile(" {0,3}(?:```|~~~).*");

  private IdentityBlock() {}

  /** {@return the properties with the first identity at or below this line, if there is one} */
  static Optional<FrontMatter> in(NoteLines lines, int from) {
    for (int i = from; i < lines.size(); i++) {
      if (lines.startsWith(i, KEY)) {
        Matcher line = LINE.matcher(lines.content(i));
        if (line.matches() && !isCode(lines, from, i)) {
          return Optional.of(around(lines, from, i, line.group(1)));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isCode(NoteLines lines, int from, int index) {
    boolean code = false;
    for (int i = from; i < index; i++) {
      code ^= CODE.matcher(lines.content(i)).matches();
    }
    return code;
  }

  private static FrontMatter around(NoteLines lines, int from, int index, String id) {
    int open = index - 1;
    while (open >= from && !FrontMatter.isFence(lines, open)) {
      open--;
    }
    int close = FrontMatter.closing(lines, index);
    FrontMatter block =
        open < from || close < 0
            ? BrokenBlock.read(
                lines, index - 1, index + 1, "its identity stands outside its properties")
            : FrontMatter.block(lines, open, close);
    return block.values().containsKey(FrontMatter.ID)
        ? block
        : new FrontMatter(
            block.end(),
            -1,
            Map.of(FrontMatter.ID, id),
            Map.of(FrontMatter.ID, index),
            List.of(),
            "its identity stands in a list of its properties");
  }
}
