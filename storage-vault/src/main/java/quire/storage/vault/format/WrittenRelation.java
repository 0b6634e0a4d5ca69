package quire.storage.vault.format;

import java.util.Optional;

/** A relation as it stands in the note of its source: the target is a link, not yet a name. */
public record WrittenRelation(String type, Link link) {
  private static final String OPEN = "[[";
  private static final String CLOSE = "]]";
  private static final String FIELD = "::";

  /** The pairs of marks that people and other tools put around a type. */
  private static final String[][] MARKS = {
    {"\"", "\""},
    {"'", "'"},
    {"\u201C", "\u201D"},
    {"\u2018", "\u2019"},
    {"\u201E", "\u201C"},
    {"\u00AB", "\u00BB"},
    {"`", "`"},
    {"**", "**"},
    {"__", "__"}
  };

  /**
   * {@return the relation on this line of a list, or empty if it is something else} What stands
   * behind the link is a person's remark. Quire ends the line with the link, and only then may its
   * type hold brackets as well.
   */
  static Optional<WrittenRelation> parse(String content) {
    int open = open(content);
    int close = close(content, open);
    if (open < 1 || close < open) {
      return Optional.empty();
    }
    String before = content.substring(0, open);
    String type = before.strip();
    boolean separate = !before.equals(before.stripTrailing()) || before.endsWith(FIELD);
    if (type.isEmpty() || !separate || plain(type).isEmpty()) {
      return Optional.empty();
    }
    return Link.parse(content.substring(open + OPEN.length(), close))
        .map(link -> new WrittenRelation(Escape.decode(plain(type)).intern(), link));
  }

  private static int open(String content) {
    return content.endsWith(CLOSE) ? content.lastIndexOf(OPEN) : content.indexOf(OPEN);
  }

  private static int close(String content, int open) {
    return content.endsWith(CLOSE)
        ? content.length() - CLOSE.length()
        : content.indexOf(CLOSE, Math.max(open, 0));
  }

  /**
   * {@return the line with another link; of the old one the heading stays that it leads to}
   *
   * @param line of the note, with the relation on it
   */
  static String relinked(String line, Link link) {
    String content = NoteItem.withoutTail(line);
    int open = open(content);
    int close = close(content, open);
    String inner = content.substring(open + OPEN.length(), close);
    int bar = inner.indexOf('|') < 0 ? inner.length() : inner.indexOf('|');
    int heading = inner.indexOf('#');
    String kept = heading < 0 || heading > bar ? "" : inner.substring(heading, bar);
    String written = link.toString();
    int end = OPEN.length() + link.target().length();
    return line.substring(0, open)
        + written.substring(0, end)
        + kept
        + written.substring(end)
        + line.substring(close + CLOSE.length());
  }

  /** {@return the type without quotes, emphasis, and the colons of a Dataview field} */
  private static String plain(String type) {
    String plain = type;
    for (String before = ""; !before.equals(plain); ) {
      before = plain;
      if (plain.endsWith(FIELD)) {
        plain = plain.substring(0, plain.length() - FIELD.length()).strip();
      }
      for (String[] marks : MARKS) {
        if (plain.length() > marks[0].length() + marks[1].length()
            && plain.startsWith(marks[0])
            && plain.endsWith(marks[1])) {
          plain = plain.substring(marks[0].length(), plain.length() - marks[1].length()).strip();
        }
      }
    }
    return plain;
  }

  @Override
  public String toString() {
    return typeAsWritten() + " " + link;
  }

  /** {@return the type so that what looks like marks is read as part of it} */
  private String typeAsWritten() {
    String written = Escape.line(type);
    if (plain(written).equals(written)) {
      return written;
    }
    return written.endsWith(FIELD)
        ? written.substring(0, written.length() - 1) + "&#x3A;"
        : "&#x%X;".formatted((int) written.charAt(0)) + written.substring(1);
  }
}
