package quire.http.door;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import quire.http.access.Attempts;
import quire.http.access.OwnNames;
import quire.http.access.Visitor;
import quire.http.access.Visitors;
import quire.http.engine.Engine.Call;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;
import quire.mcp.protocol.Envelope;
import quire.mcp.protocol.ProtocolException;

/** Decides who may come in, before a byte of what was sent is read. */
public final class Door {
  private static final String SCHEME = "Bearer ";

  private final OwnNames names;
  private final Visitors visitors;
  private final Attempts attempts;

  public Door(OwnNames names, Visitors visitors, Attempts attempts) {
    this.names = names;
    this.visitors = visitors;
    this.attempts = attempts;
  }

  /** Checks that a request is meant for this server, and sent by no page of another one. */
  public void checkAddress(Call call) throws RefusedException {
    List<String> hosts = call.headers("Host");
    if (hosts.size() != 1) {
      throw RefusedException.of(400, "A request needs exactly one Host header");
    }
    if (!names.isHost(hosts.getFirst().strip()) || !names.isTarget(call.target())) {
      throw RefusedException.of(
          403,
          "The Host header does not name this server. A name that it is to have beside those of"
              + " this machine is given by --allow-host");
    }
    List<String> origins = call.headers("Origin");
    if (origins.size() > 1
        || origins.stream().anyMatch(origin -> !names.isOrigin(origin.strip()))) {
      throw RefusedException.of(403, "Pages of other servers may not send requests to this one");
    }
  }

  /** {@return who sent a request} */
  public Visitor visitor(Call call) throws RefusedException, IOException {
    Optional<String> token = token(call);
    Optional<Visitor> visitor = token.isEmpty() ? Optional.empty() : known(token.get());
    if (visitor.isPresent()) {
      return visitor.get();
    }
    if (token.isPresent() && attempts.wrong(call.from())) {
      throw RefusedException.of(429, "Too many wrong tokens came from this address")
          .with("Retry-After", "60");
    }
    throw RefusedException.of(
            401,
            token.isPresent()
                ? "The token is not one of this server's, or no longer. The right one: quire token"
                : "A token is needed: Authorization: Bearer TOKEN. It is told by: quire token")
        .with("WWW-Authenticate", "Bearer realm=\"quire\"");
  }

  private Optional<Visitor> known(String token) throws RefusedException {
    try {
      return visitors.find(token);
    } catch (IOException unreadable) {
      throw RefusedException.later("The tokens cannot be read: " + unreadable.getMessage());
    }
  }

  /** {@return whether the token of a request that goes on is still accepted} */
  public boolean stillAccepts(Call call) {
    return token(call).filter(visitors::stillAccepts).isPresent();
  }

  /** {@return the token; never one of the target, which lands in histories and logs} */
  private static Optional<String> token(Call call) {
    return call.header("Authorization")
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip())
        .filter(value -> !value.isEmpty());
  }

  /** Answers a request that is not served. */
  public static void refuse(Call call, RefusedException refused) throws IOException {
    refused.headers().forEach(call::with);
    MessageBytes bytes = MessageBytes.unlimited();
    Envelope.error(
        new JsonWriter(bytes),
        null,
        ProtocolException.of(refused.code(), String.valueOf(refused.getMessage())));
    call.closing().answer(refused.status(), "application/json", bytes.copy(0, bytes.position()));
  }
}
