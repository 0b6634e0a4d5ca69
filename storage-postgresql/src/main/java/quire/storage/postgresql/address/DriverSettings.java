package quire.storage.postgresql.address;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** An address in the driver's words (https://jdbc.postgresql.org/documentation/use/). */
public final class DriverSettings {
  private static final String VERIFY_FULL = "verify-full";

  /** What the system's certificate authorities sign, the runtime's trust store knows. */
  private static final String SYSTEM_TRUST = "org.postgresql.ssl.DefaultJavaSSLFactory";

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Address address;
  private final Environment environment;

  public DriverSettings(Address address, Environment environment) {
    this.address = address;
    this.environment = environment;
  }

  public String url() {
    return "jdbc:postgresql://"
        + String.join(",", address.hosts().stream().map(Address.Host::text).toList())
        + "/";
  }

  public Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("PGDBNAME", address.database());
    properties.setProperty("user", user());
    password().ifPresent(password -> properties.setProperty("password", password));
    properties.setProperty("ApplicationName", applicationName());
    properties.setProperty("targetServerType", targetServer());
    String seconds =
        value(Keyword.CONNECT_TIMEOUT).filter(text -> text.matches("[1-9]\\d{0,3}")).orElse("5");
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("loginTimeout", Integer.toString(2 * Integer.parseInt(seconds)));
    // Without it a server that is gone would hold a call up for minutes.
    properties.setProperty("socketTimeout", "30");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("assumeMinServerVersion", "15");
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("hostRecheckSeconds", "2");
    value(Keyword.CHANNEL_BINDING)
        .ifPresent(mode -> properties.setProperty("channelBinding", mode));
    encrypt(properties);
    return properties;
  }

  public String user() {
    return value(Keyword.USER).orElse(environment.user());
  }

  /** {@return libpq's name of how the connection is encrypted and who is checked} */
  public String tlsMode() {
    return value(Keyword.SSLMODE)
        .orElse(
            address.hosts().stream().allMatch(Address.Host::isLoopback) ? "prefer" : VERIFY_FULL);
  }

  private Optional<String> value(Keyword keyword) {
    return address.value(keyword).or(() -> keyword.in(environment));
  }

  private String applicationName() {
    return value(Keyword.APPLICATION_NAME)
        .orElseGet(() -> "quire " + ProcessHandle.current().pid());
  }

  /** A standby answers late, which breaks R10. */
  private String targetServer() {
    return value(Keyword.TARGET_SESSION_ATTRS).filter("any"::equals).isPresent()
        ? "any"
        : address.hosts().size() > 1 ? "primary" : "any";
  }

  private void encrypt(Properties properties) {
    String mode = tlsMode();
    properties.setProperty("sslmode", mode);
    value(Keyword.SSLCERT).ifPresent(file -> properties.setProperty("sslcert", file));
    value(Keyword.SSLKEY).ifPresent(file -> properties.setProperty("sslkey", file));
    Optional<String> root = value(Keyword.SSLROOTCERT);
    Path own = environment.home().resolve(".postgresql/root.crt");
    if (root.isPresent() && !root.get().equals("system")) {
      properties.setProperty("sslrootcert", root.get());
    } else if (root.isEmpty() && Files.exists(own)) {
      properties.setProperty("sslrootcert", own.toString()); // the driver looks into another home
    } else if (mode.startsWith("verify-")) {
      properties.setProperty("sslfactory", SYSTEM_TRUST);
    }
  }

  /** {@return the file that psql would look into, which need not be there} */
  public Path passwordFile() {
    return value(Keyword.PASSFILE).map(Path::of).orElse(environment.home().resolve(".pgpass"));
  }

  private Optional<String> password() {
    return value(Keyword.PASSWORD).or(this::passwordOfFile);
  }

  /**
   * The driver would read the file whoever may read it.
   *
   * @throws IllegalArgumentException if others can read it
   */
  private Optional<String> passwordOfFile() {
    Path file = passwordFile();
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      if (isReadableByOthers(file)) {
        throw new IllegalArgumentException(
            "Others can read the password file %s, so it is not used; nothing was opened. Make it yours alone: chmod 0600 %s"
                .formatted(file, file));
      }
      return PasswordFile.find(Files.readAllLines(file), address, user());
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot read the password file " + file, e);
    }
  }

  private static boolean isReadableByOthers(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return false;
    }
    return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
  }
}
