package quire.cli.servers;

/** A word in a unit of systemd. */
public final class UnitWord {
  private UnitWord() {}

  /** {@return the word in quotes, in which nothing is expanded} */
  public static String quoted(String word) {
    return '"' + escaped(word) + '"';
  }

  static String escaped(String word) {
    return word.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%").replace("$", "$$");
  }

  /** {@return the word of which that was made} */
  static String read(String escaped) {
    return escaped
        .replace("$$", "$")
        .replace("%%", "%")
        .replace("\\\"", "\"")
        .replace("\\\\", "\\");
  }
}
