package quire.storage.postgresql.address;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a connection that are understood, by the names that psql gives them
 * (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS).
 */
enum Keyword {
  HOST("host", "PGHOST"),
  PORT("port", "PGPORT"),
  DBNAME("dbname", "PGDATABASE"),
  USER("user", "PGUSER"),
  PASSWORD("password", "PGPASSWORD"),
  PASSFILE("passfile", "PGPASSFILE"),
  SERVICE("service", "PGSERVICE"),
  SSLMODE("sslmode", "PGSSLMODE"),
  SSLROOTCERT("sslrootcert", "PGSSLROOTCERT"),
  SSLCERT("sslcert", "PGSSLCERT"),
  SSLKEY("sslkey", "PGSSLKEY"),
  CHANNEL_BINDING("channel_binding", "PGCHANNELBINDING"),
  CONNECT_TIMEOUT("connect_timeout", "PGCONNECT_TIMEOUT"),
  TARGET_SESSION_ATTRS("target_session_attrs", "PGTARGETSESSIONATTRS"),
  APPLICATION_NAME("application_name", "PGAPPNAME"),
  /** Ours: which of the memories in the database. */
  MEMORY("memory", "");

  private final String text;
  private final String variable;

  Keyword(String text, String variable) {
    this.text = text;
    this.variable = variable;
  }

  String text() {
    return text;
  }

  /** {@return the value that the environment gives it} */
  Optional<String> in(Environment environment) {
    return environment.variable(variable);
  }

  static Optional<Keyword> of(String text) {
    return Arrays.stream(values()).filter(keyword -> keyword.text.equals(text)).findFirst();
  }

  /**
   * {@return the keyword of a location}
   *
   * @throws IllegalArgumentException if there is none, naming the nearest
   */
  static Keyword named(String text) {
    return of(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no setting \"%s\"; %s".formatted(text, advice(text))));
  }

  private static String advice(String text) {
    List<String> all = Arrays.stream(values()).map(Keyword::text).toList();
    return all.stream()
        .filter(known -> isNear(known, text))
        .findFirst()
        .map(near -> "did you mean %s?".formatted(near))
        .orElse("there are " + String.join(", ", all));
  }

  /** One letter is missing, too many, or another one; or one begins with the other. */
  private static boolean isNear(String known, String text) {
    if (text.length() > 2 && (known.startsWith(text) || text.startsWith(known))) {
      return true;
    }
    int front = 0;
    while (front < Math.min(known.length(), text.length())
        && known.charAt(front) == text.charAt(front)) {
      front++;
    }
    int back = 0;
    while (back < Math.min(known.length(), text.length()) - front
        && known.charAt(known.length() - 1 - back) == text.charAt(text.length() - 1 - back)) {
      back++;
    }
    return Math.max(known.length(), text.length()) - front - back <= 2 && front + back > 2;
  }
}
