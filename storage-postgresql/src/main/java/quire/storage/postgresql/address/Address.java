package quire.storage.postgresql.address;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A memory in a database, as the text after {@code postgresql:} names it: a URL that psql
 * understands too, with the memory as a further setting.
 *
 * <p>A password never stands in it. Its one form names hosts, ports, database and memory, wherever
 * they were taken from, so that everybody who means the same memory has the same text.
 */
public final class Address {
  public static final String USUAL_MEMORY = "quire";

  private static final String USUAL_PORT = "5432";

  private static final Pattern URL =
      Pattern.compile("//(?:([^/?#]*)@)?([^/?#@]*)(?:/([^?#]*))?(?:\\?([^#]*))?");

  private static final Pattern MEMORY = Pattern.compile("[a-z][a-z0-9_-]{0,58}");

  private final Map<Keyword, String> values;

  private Address(Map<Keyword, String> values) {
    this.values = values;
  }

  /**
   * Reads a location.
   *
   * @param written what follows {@code postgresql:}
   * @throws IllegalArgumentException if it is not understood; it is not repeated in the message,
   *     because a password may be in it
   */
  public static Address of(String written, Environment environment) {
    Map<Keyword, String> values = parsed(written);
    Optional.ofNullable(values.get(Keyword.SERVICE))
        .or(() -> Keyword.SERVICE.in(environment))
        .ifPresent(service -> Service.read(service, environment).forEach(values::putIfAbsent));
    for (Keyword keyword : List.of(Keyword.HOST, Keyword.PORT, Keyword.DBNAME)) {
      keyword.in(environment).ifPresent(value -> values.putIfAbsent(keyword, value));
    }
    values.putIfAbsent(Keyword.HOST, "localhost");
    values.putIfAbsent(Keyword.PORT, USUAL_PORT);
    values.putIfAbsent(
        Keyword.DBNAME,
        Optional.ofNullable(values.get(Keyword.USER))
            .or(() -> Keyword.USER.in(environment))
            .orElse(environment.user()));
    values.putIfAbsent(Keyword.MEMORY, USUAL_MEMORY);
    check(values);
    return new Address(values);
  }

  private static Map<Keyword, String> parsed(String written) {
    Map<Keyword, String> values = new EnumMap<>(Keyword.class);
    if (written.isEmpty()) {
      return values;
    }
    Matcher url = URL.matcher(written);
    if (!url.matches()) {
      throw refused("it is no address like postgresql://user@host:5432/database?memory=name");
    }
    Optional.ofNullable(url.group(1)).ifPresent(user -> putUser(values, user));
    putHosts(values, url.group(2));
    Optional.ofNullable(url.group(3))
        .filter(name -> !name.isEmpty())
        .ifPresent(name -> values.put(Keyword.DBNAME, decoded(name)));
    Optional.ofNullable(url.group(4)).ifPresent(query -> putSettings(values, query));
    return values;
  }

  private static void putUser(Map<Keyword, String> values, String user) {
    if (user.indexOf(':') >= 0) {
      throw hasPassword();
    }
    if (!user.isEmpty()) {
      values.put(Keyword.USER, decoded(user));
    }
  }

  private static void putHosts(Map<Keyword, String> values, String written) {
    if (written.isEmpty()) {
      return;
    }
    List<String> names = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    boolean hasAnyPort = false;
    for (String host : written.split(",", -1)) {
      int colon = host.lastIndexOf(':');
      boolean hasPort = colon > host.lastIndexOf(']');
      hasAnyPort |= hasPort;
      names.add(decoded(hasPort ? host.substring(0, colon) : host));
      ports.add(hasPort ? host.substring(colon + 1) : USUAL_PORT);
    }
    values.put(Keyword.HOST, String.join(",", names));
    if (hasAnyPort) {
      values.put(Keyword.PORT, String.join(",", ports));
    }
  }

  private static void putSettings(Map<Keyword, String> values, String query) {
    for (String setting : query.split("&")) {
      int equals = setting.indexOf('=');
      if (equals < 0) {
        throw refused("a setting after the question mark needs a value");
      }
      Keyword keyword = Keyword.named(decoded(setting.substring(0, equals)));
      if (keyword == Keyword.PASSWORD) {
        throw hasPassword();
      }
      values.put(keyword, decoded(setting.substring(equals + 1)));
    }
  }

  private static void check(Map<Keyword, String> values) {
    if (values.getOrDefault(Keyword.HOST, "").startsWith("/")
        || values.getOrDefault(Keyword.HOST, "").startsWith("@")) {
      throw refused("a socket's folder cannot be used as host; write 127.0.0.1");
    }
    for (String port : values.getOrDefault(Keyword.PORT, "").split(",")) {
      if (!port.matches("\\d{1,5}")) {
        throw refused("a port is a number up to 65535");
      }
    }
    String memory = values.getOrDefault(Keyword.MEMORY, "");
    if (!MEMORY.matcher(memory).matches()
        || memory.startsWith("pg_")
        || memory.equals("public")
        || memory.equals("information_schema")) {
      throw refused(
          "a memory's name has up to 59 small letters, digits, - and _ and begins with a letter;"
              + " public and pg_... are the server's");
    }
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("The address after postgresql: is not understood: " + why);
  }

  private static IllegalArgumentException hasPassword() {
    return new IllegalArgumentException(
        "The address after postgresql: holds a password, which every process of this machine could"
            + " read. Take it out; put it into ~/.pgpass (mode 0600) or PGPASSWORD");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** {@return the address's one form, without password} */
  public String text() {
    StringBuilder text = new StringBuilder("//");
    value(Keyword.USER).ifPresent(user -> text.append(encoded(user)).append('@'));
    List<Host> hosts = hosts();
    for (int i = 0; i < hosts.size(); i++) {
      text.append(i == 0 ? "" : ",").append(hosts.get(i).text());
    }
    text.append('/').append(encoded(database())).append("?memory=").append(memory());
    for (Map.Entry<Keyword, String> setting : values.entrySet()) {
      if (isFurtherSetting(setting.getKey())) {
        text.append('&').append(setting.getKey().text()).append('=');
        text.append(encoded(setting.getValue()));
      }
    }
    return text.toString();
  }

  private static boolean isFurtherSetting(Keyword keyword) {
    return switch (keyword) {
      case HOST, PORT, DBNAME, USER, PASSWORD, MEMORY -> false;
      case PASSFILE,
          SERVICE,
          SSLMODE,
          SSLROOTCERT,
          SSLCERT,
          SSLKEY,
          CHANNEL_BINDING,
          CONNECT_TIMEOUT,
          TARGET_SESSION_ATTRS,
          APPLICATION_NAME ->
          true;
    };
  }

  /** {@return what people read: host, database and memory} */
  @Override
  public String toString() {
    return "memory %s in database %s on %s".formatted(memory(), database(), hostNames());
  }

  /** A server's name and port. */
  public record Host(String name, int port) {
    String text() {
      return name + ":" + port;
    }

    /** {@return whether no wire leads there} */
    public boolean isLoopback() {
      return name.equals("localhost") || name.startsWith("127.") || name.equals("[::1]");
    }
  }

  /** {@return the servers to be tried} */
  public List<Host> hosts() {
    String[] names = values.getOrDefault(Keyword.HOST, "").split(",");
    String[] ports = values.getOrDefault(Keyword.PORT, "").split(",");
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      hosts.add(new Host(names[i], Integer.parseInt(ports[Math.min(i, ports.length - 1)])));
    }
    return hosts;
  }

  public String hostNames() {
    return String.join(", ", hosts().stream().map(Host::text).toList());
  }

  public String database() {
    return values.getOrDefault(Keyword.DBNAME, "");
  }

  public String memory() {
    return values.getOrDefault(Keyword.MEMORY, "");
  }

  /** {@return the memory's schema, quoted} */
  public String schema() {
    return '"' + memory() + '"';
  }

  Optional<String> value(Keyword keyword) {
    return Optional.ofNullable(values.get(keyword));
  }

  /** {@return the same memory with another name} */
  public Address withMemory(String memory) {
    Map<Keyword, String> others = new EnumMap<>(values);
    others.put(Keyword.MEMORY, memory);
    check(others);
    return new Address(others);
  }
}
