package quire.storage.vault.format;

import java.util.Optional;

/**
 * A link to a note as written.
 *
 * @param target the linked note's file name without extension, perhaps with folders before it
 * @param shown the exact name of the entity (or a wording that a person chose), unescaped
 */
public record Link(String target, Optional<String> shown) {
  /** {@return the link inside these brackets, or empty if they do not hold one} */
  static Optional<Link> parse(String inner) {
    int bar = inner.indexOf('|');
    String target = bar < 0 ? inner : inner.substring(0, bar);
    int heading = target.indexOf('#');
    String note = (heading < 0 ? target : target.substring(0, heading)).strip();
    if (note.isEmpty() || inner.contains("]]") || inner.contains("[")) {
      return Optional.empty();
    }
    return Optional.of(
        new Link(
            note.intern(), // most are a note's stem, and what is shown its name
            bar < 0
                ? Optional.empty()
                : Optional.of(Escape.decode(inner.substring(bar + 1)).intern())));
  }

  /** {@return the linked note's name without folders} */
  public String stem() {
    return FileNames.normalized(target.substring(target.lastIndexOf('/') + 1));
  }

  @Override
  public String toString() {
    return "[[" + target + shown.map(text -> "|" + Escape.alias(text)).orElse("") + "]]";
  }
}
