package quire.cli.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import quire.http.access.AccessTokens;

/** Asks a shared server that runs for a link to its page. */
record PageCode(URI server) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Pattern CODE = Pattern.compile("\"code\"\\s*:\\s*\"([A-Za-z0-9_-]+)\"");

  /** {@return the link; empty if the server gives none to whoever has these tokens} */
  Optional<String> link(AccessTokens tokens, boolean mayWrite) {
    try {
      Matcher code = CODE.matcher(answer(tokens.first(), mayWrite));
      return code.find()
          ? Optional.of(server.resolve("/").toString() + "#code=" + code.group(1))
          : Optional.empty();
    } catch (IOException noneOrNotOurs) {
      return Optional.empty();
    }
  }

  private String answer(String token, boolean mayWrite) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) server.resolve("/api/codes").toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout((int) PATIENCE.toMillis());
    connection.setReadTimeout((int) PATIENCE.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setDoOutput(true);
    connection.setRequestProperty("Authorization", "Bearer " + token);
    connection.setRequestProperty("Content-Type", "application/json");
    try (OutputStream body = connection.getOutputStream()) {
      body.write("{\"mayWrite\": %s}".formatted(mayWrite).getBytes(StandardCharsets.UTF_8));
    }
    try (InputStream answer = connection.getInputStream()) {
      return new String(answer.readNBytes(10_000), StandardCharsets.UTF_8);
    }
  }
}
