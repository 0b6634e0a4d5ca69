package quire.cli.serve;

import java.nio.file.Path;
import quire.cli.base.Surroundings;
import quire.http.access.AccessTokens;
import quire.process.registry.StateFolder;

/** Where the tokens of shared servers are kept, one place for all stores of a user. */
public final class TokenPlace {
  private static final String VARIABLE = "QUIRE_HTTP_TOKEN_FILE";

  private TokenPlace() {}

  public static AccessTokens tokens(Surroundings surroundings) {
    return new AccessTokens(
        surroundings
            .variable(VARIABLE)
            .map(Path::of)
            .orElse(folder(surroundings).resolve("token"))
            .toAbsolutePath());
  }

  /** {@return the folder of shared servers; it need not exist} */
  static Path folder(Surroundings surroundings) {
    return StateFolder.of(surroundings.variables(), surroundings.home(), surroundings.system())
        .resolve("http");
  }
}
