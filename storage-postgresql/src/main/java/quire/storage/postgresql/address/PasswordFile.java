package quire.storage.postgresql.address;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lines of a password file: host, port, database, user, password
 * (https://www.postgresql.org/docs/current/libpq-pgpass.html).
 */
final class PasswordFile {
  private static final int FIELDS = 5;

  private PasswordFile() {}

  /** {@return the password of the first line that fits one of the address's servers} */
  static Optional<String> find(List<String> lines, Address address, String user) {
    for (String line : lines) {
      List<String> fields = fields(line);
      if (!line.startsWith("#") && fields.size() == FIELDS && fits(fields, address, user)) {
        return Optional.of(fields.getLast());
      }
    }
    return Optional.empty();
  }

  private static boolean fits(List<String> fields, Address address, String user) {
    return address.hosts().stream()
            .anyMatch(
                host ->
                    fits(fields.get(0), host.name())
                        && fits(fields.get(1), Integer.toString(host.port())))
        && fits(fields.get(2), address.database())
        && fits(fields.get(3), user);
  }

  private static boolean fits(String field, String value) {
    return field.equals("*") || field.equals(value);
  }

  /** Colons part the fields; a backslash takes the next character as it is. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        field.append(line.charAt(++i));
      } else if (c == ':' && fields.size() < FIELDS - 1) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
