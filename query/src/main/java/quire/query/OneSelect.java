package quire.query;

import java.util.Locale;
import java.util.Set;
import quire.api.spi.GraphSqlException;

/**
 * Tells a single statement that reads from anything else, so that people get a plain word on it
 * before the engine sees it. What keeps a statement from doing harm are the rights of its user.
 */
final class OneSelect {
  private static final Set<String> READING = Set.of("SELECT", "WITH", "VALUES", "TABLE");

  private final String sql;

  private OneSelect(String sql) {
    this.sql = sql;
  }

  /**
   * @throws GraphSqlException if it is not exactly one statement that reads
   */
  static void check(String sql) {
    new OneSelect(sql).check();
  }

  private void check() {
    int start = skipBlank(0, "(");
    int end = start;
    while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
      end++;
    }
    String verb = sql.substring(start, end).toUpperCase(Locale.ROOT);
    if (!READING.contains(verb)) {
      throw new GraphSqlException(
          "Refused %s: quire sql only reads. A statement begins with SELECT, WITH, VALUES or TABLE"
              .formatted(verb.isEmpty() ? "a statement without a verb" : verb));
    }
    int next = skipBlank(endOfStatement(end), ";");
    if (next < sql.length()) {
      throw new GraphSqlException(
          "Refused: a second statement begins at character %d; give one statement at a time"
              .formatted(next + 1));
    }
  }

  /** {@return where the first character stands that is neither blank, comment nor one of these} */
  private int skipBlank(int from, String also) {
    int i = from;
    while (i < sql.length()) {
      int afterComment = afterComment(i);
      if (afterComment > i) {
        i = afterComment;
      } else if (Character.isWhitespace(sql.charAt(i)) || also.indexOf(sql.charAt(i)) >= 0) {
        i++;
      } else {
        break;
      }
    }
    return i;
  }

  private int endOfStatement(int from) {
    int i = from;
    while (i < sql.length() && sql.charAt(i) != ';') {
      int after = Math.max(afterComment(i), afterQuoted(i));
      i = Math.max(i + 1, after);
    }
    return i;
  }

  private int afterComment(int i) {
    if (sql.startsWith("--", i) || sql.startsWith("//", i)) {
      return after("\n", i);
    }
    if (!sql.startsWith("/*", i)) {
      return i;
    }
    int depth = 1;
    int at = i + 2;
    while (at < sql.length() && depth > 0) {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    }
    return at;
  }

  /** A doubled quote ends one quoted part and begins the next, which comes to the same. */
  private int afterQuoted(int i) {
    char c = sql.charAt(i);
    if (c == '\'' || c == '"' || c == '`') {
      return after(String.valueOf(c), i + 1);
    }
    return sql.startsWith("$$", i) ? after("$$", i + 2) : i;
  }

  private int after(String mark, int from) {
    int at = sql.indexOf(mark, from);
    return at < 0 ? sql.length() : at + mark.length();
  }
}
