package quire.cli.connect;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quire.cli.base.ConfigurationException;
import quire.cli.connect.Connection.Result;
import quire.http.access.AccessTokens;
import quire.http.access.Visitor;

/**
 * Where clients find a shared server. Each gets a token of its own, whose name is the author of
 * what that client writes.
 *
 * @param given the token of a server whose tokens are kept elsewhere
 */
record SharedAddress(String url, Optional<String> given, AccessTokens tokens) {
  /** Stands for the token wherever a person sees it. */
  static final String SHOWN = "TOKEN";

  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

  /**
   * {@return the address as clients have to be told it}
   *
   * @throws ConfigurationException if no shared server can be there, or if its token would cross
   *     the network in the clear
   */
  static SharedAddress of(String url, Optional<Path> tokenFile, AccessTokens tokens)
      throws IOException {
    URI address = parsed(url);
    boolean here = THIS_MACHINE.contains(address.getHost());
    if (!here && !address.getScheme().equals("https")) {
      throw new ConfigurationException(
          "The token would cross the network in the clear on its way to %s; nothing was changed. An address that begins with https:// is needed"
              .formatted(url));
    }
    if (!here && tokenFile.isEmpty()) {
      throw new ConfigurationException(
          "The token of the server at %s is not known here; nothing was changed. Get one there with quire token --add NAME, put it into a file, and name it: --token-file FILE"
              .formatted(url));
    }
    Optional<String> given =
        tokenFile.isPresent()
            ? Optional.of(new AccessTokens(tokenFile.get().toAbsolutePath()).first())
            : Optional.empty();
    return new SharedAddress(url, given, tokens);
  }

  private static URI parsed(String url) {
    try {
      URI address = new URI(url);
      boolean usual =
          List.of("http", "https").contains(String.valueOf(address.getScheme()))
              && address.getHost() != null
              && address.getRawUserInfo() == null
              && address.getRawQuery() == null
              && address.getRawFragment() == null
              && String.valueOf(address.getPath()).endsWith(Entry.PATH);
      if (usual) {
        return address;
      }
    } catch (URISyntaxException unreadable) {
      // Told below, as every other address that cannot be one.
    }
    throw new ConfigurationException(
        "'%s' is no address of a shared server; nothing was changed. It looks like http://127.0.0.1:7433/mcp"
            .formatted(url));
  }

  /** Tells a client the address. No token is made unless it is written. */
  Result connect(Connection connection, boolean carryOut) throws IOException {
    Optional<String> token = given.isPresent() ? given : known(connection.token());
    if (token.isPresent()) {
      return connection.connect(Entry.at(url, token.get()), carryOut);
    }
    Result planned = connection.connect(Entry.at(url, SHOWN), false);
    if (!carryOut || !planned.changes()) {
      return planned;
    }
    String name = freeName(connection.client());
    Result done = connection.connect(Entry.at(url, tokens.add(name, true)), true);
    if (!done.changes()) {
      tokens.remove(name);
    }
    return done;
  }

  private Optional<String> known(Optional<String> token) throws IOException {
    return token.isPresent() && tokens.visitor(token.get()).isPresent() ? token : Optional.empty();
  }

  private String freeName(Client client) throws IOException {
    List<String> taken = tokens.others().stream().map(Visitor::name).toList();
    String name = client.id();
    for (int number = 2; taken.contains(name); number++) {
      name = client.id() + "-" + number;
    }
    return name;
  }

  /** Takes our entry out, and refuses from now on the token that was made for it. */
  static Result disconnect(Connection connection, AccessTokens tokens, boolean carryOut)
      throws IOException {
    Optional<String> token = connection.token();
    Result result = connection.disconnect(carryOut);
    if (carryOut && result.changes() && token.isPresent()) {
      Optional<Visitor> visitor = tokens.visitor(token.get());
      String made = connection.client().id() + "(-[0-9]+)?";
      if (visitor.isPresent() && visitor.get().name().matches(made)) {
        tokens.remove(visitor.get().name());
      }
    }
    return result;
  }

  /** {@return whether others on this machine can read the file} */
  static boolean isOpen(Path file) throws IOException {
    return Files.exists(file)
        && Files.getFileStore(file).supportsFileAttributeView("posix")
        && Files.getPosixFilePermissions(file).stream()
            .anyMatch(
                right -> right.name().endsWith("S_READ") && !right.name().startsWith("OWNER"));
  }
}
