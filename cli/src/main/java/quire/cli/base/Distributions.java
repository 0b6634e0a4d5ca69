package quire.cli.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** Where to get what this installation lacks: the distributions that ship it. */
public final class Distributions {
  private static final Properties SHIPPED = read();

  private Distributions() {}

  private static Properties read() {
    Properties shipped = new Properties();
    try (InputStream file = Distributions.class.getResourceAsStream("flavours.properties")) {
      if (file != null) {
        shipped.load(file);
      }
      return shipped;
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }

  private static Optional<String> shipped(String key) {
    return Optional.ofNullable(SHIPPED.getProperty(key));
  }

  /** {@return the flavours that answer SQL} */
  public static String withSql() {
    return shipped("sql").orElse("full");
  }

  /** {@return what to do to get this backend, as a sentence; empty if no flavour has it} */
  public static Optional<String> remedy(String backend) {
    return shipped("backend." + backend).map(flavours -> "Install the flavour " + flavours);
  }

  /** {@return why this command is not here; empty if no flavour has it} */
  public static Optional<String> lacking(String command) {
    return shipped("command." + command)
        .flatMap(
            backend ->
                remedy(backend)
                    .map(
                        remedy ->
                            "Cannot run quire %s: this installation lacks the backend %s, so nothing was done. %s"
                                .formatted(command, backend, remedy)));
  }
}
