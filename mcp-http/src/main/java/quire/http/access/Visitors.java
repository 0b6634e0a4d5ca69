package quire.http.access;

import java.io.IOException;
import java.util.Optional;

/** Everybody who may come in: programs with a token of their own, and pages. */
public final class Visitors {
  private final AccessTokens tokens;
  private final PageTokens pages;

  public Visitors(AccessTokens tokens, PageTokens pages) {
    this.tokens = tokens;
    this.pages = pages;
  }

  /** {@return who comes with this token; empty if nobody has it} */
  public Optional<Visitor> find(String token) throws IOException {
    Optional<Visitor> visitor = tokens.visitor(token);
    return visitor.isPresent() ? visitor : pages.visitor(token);
  }

  /** {@return whether a token is still accepted with which somebody came} */
  public boolean stillAccepts(String token) {
    try {
      return find(token).isPresent();
    } catch (IOException unreadable) {
      return true; // for the next request to find out
    }
  }
}
