package quire.storage.vault.format;

import java.util.Optional;

/** A relation as it stands in the note of its source: the target is a link, not yet a name. */
public record WrittenRelation(String type, Link link) {
  private static final String SEPARATOR = " [[";

  /** {@return the relation on this line of a list, or empty if it is something else} */
  static Optional<WrittenRelation> parse(String content) {
    int separator = content.lastIndexOf(SEPARATOR);
    if (separator < 1 || !content.endsWith("]]")) {
      return Optional.empty();
    }
    String type = content.substring(0, separator).strip();
    if (type.isEmpty()) {
      return Optional.empty();
    }
    return Link.parse(content.substring(separator + SEPARATOR.length(), content.length() - 2))
        .map(
            link ->
                new WrittenRelation(
                    Escape.decode(isQuoted(type) ? unquoted(type) : type).intern(), link));
  }

  @Override
  public String toString() {
    String written = Escape.line(type);
    return (isQuoted(written) ? "&#x22;" + written.substring(1) : written) + " " + link;
  }

  private static boolean isQuoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
  }

  private static String unquoted(String text) {
    return text.substring(1, text.length() - 1);
  }
}
