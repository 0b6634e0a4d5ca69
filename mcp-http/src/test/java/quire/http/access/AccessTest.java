package quire.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.http.access.SessionIds.Known;
import quire.mcp.protocol.Revision;

class AccessTest {
  @TempDir private Path folder;

  private final HandClock clock = new HandClock();

  /** Shows the time that the test sets. */
  private static final class HandClock extends Clock {
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");

    void advance(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private AccessTokens tokens() {
    return new AccessTokens(folder.resolve("state/token"));
  }

  @Test
  void theFirstTokenIsMadeOnceAndForItsOwnerAlone() throws Exception {
    String token = tokens().makeFirst().orElseThrow();
    assertThat(token).hasSizeGreaterThanOrEqualTo(43);
    assertThat(tokens().makeFirst()).isEmpty();
    assertThat(tokens().first()).isEqualTo(token);
    assertThat(Files.getPosixFilePermissions(tokens().file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(folder.resolve("state")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aTokenThatSomebodyWroteIsTakenAndAShortOneIsNot() throws Exception {
    Files.createDirectories(folder.resolve("state"));
    Files.writeString(tokens().file(), "  a-token-of-mine-2026\n");
    assertThat(tokens().visitor("a-token-of-mine-2026"))
        .hasValueSatisfying(visitor -> assertThat(visitor.name()).isEqualTo("http"));
    Files.writeString(tokens().file(), "short\n");
    assertThatThrownBy(() -> tokens().first())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("quire token --rotate");
    assertThatThrownBy(() -> tokens().visitor("")).isInstanceOf(IOException.class);
  }

  @Test
  void aFurtherTokenIsKeptAsADigestAndRefusedOnceItIsRemoved() throws Exception {
    AccessTokens tokens = tokens();
    tokens.makeFirst();
    String token = tokens.add("viewer", false);
    assertThat(Files.readString(folder.resolve("state/token.named"))).doesNotContain(token);
    AccessTokens elsewhere = tokens();
    Visitor viewer = elsewhere.visitor(token).orElseThrow();
    assertThat(viewer.mayWrite()).isFalse();
    assertThat(elsewhere.visitor(token)).isPresent();
    assertThat(tokens.remove("viewer")).isTrue();
    assertThat(elsewhere.visitor(token)).isEmpty();
    assertThat(tokens.remove("viewer")).isFalse();
  }

  @Test
  void aNameIsOneWordAndTheFirstTokensNameIsTaken() {
    for (String name : List.of("", "a b", "http", "x\ny", "ä", "x".repeat(65))) {
      assertThatThrownBy(() -> tokens().add(name, true))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void onlyNamesOfThisServerAreItsNames() {
    OwnNames names = new OwnNames(7433, List.of("memory.example", "other.example:99"), false);
    for (String host :
        List.of("127.0.0.1:7433", "LOCALHOST:7433", "[::1]:7433", "memory.example:7433")) {
      assertThat(names.isHost(host)).as(host).isTrue();
      assertThat(names.isOrigin("http://" + host)).as(host).isTrue();
    }
    assertThat(names.isHost("other.example:99")).isTrue();
    for (String host :
        List.of(
            "", "127.0.0.1", "127.0.0.1:80", "localhost.evil:7433", "evil:7433", "0.0.0.0:7433")) {
      assertThat(names.isHost(host)).as(host).isFalse();
      assertThat(names.isOrigin("http://" + host)).as(host).isFalse();
    }
    assertThat(names.isOrigin("https://127.0.0.1:7433")).isFalse();
    OwnNames proxied = new OwnNames(7433, List.of("memory.example"), true);
    assertThat(proxied.isHost("memory.example")).isTrue();
    assertThat(proxied.isOrigin("https://memory.example")).isTrue();
    assertThat(proxied.isOrigin("http://memory.example")).isFalse();
  }

  @Test
  void guessesAreCountedByAddressAndForgottenAfterAMinute() {
    Attempts attempts = new Attempts(clock);
    InetAddress one = InetAddress.ofLiteral("127.0.0.1");
    for (int i = 0; i < 10; i++) {
      assertThat(attempts.wrong(one)).isFalse();
    }
    assertThat(attempts.wrong(one)).isTrue();
    assertThat(attempts.wrong(InetAddress.ofLiteral("127.0.0.2"))).isFalse();
    clock.advance(Duration.ofSeconds(61));
    assertThat(attempts.wrong(one)).isFalse();
  }

  @Test
  void aSessionGrowsOldAndItsKeyIsItsOwnersAlone() throws Exception {
    Path key = folder.resolve("http/key");
    Visitor ada = new Visitor("ada", true, "");
    String id = new SessionIds(SigningKey.of(key), clock).issue(Revision.V2025_06_18, ada).id();
    assertThat(Files.getPosixFilePermissions(key))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(new SessionIds(SigningKey.of(key), clock).find(id, ada))
        .hasValueSatisfying(known -> assertThat(known.revision()).isEqualTo(Revision.V2025_06_18));
    assertThat(new SessionIds(SigningKey.of(folder.resolve("other/key")), clock).find(id, ada))
        .isEmpty();
    SessionIds ids = new SessionIds(SigningKey.of(key), clock);
    Known known = ids.find(id, ada).orElseThrow();
    assertThat(ids.isStill(known, ada)).isTrue();
    assertThat(ids.isStill(known, new Visitor("bob", true, ""))).isFalse();
    clock.advance(Duration.ofDays(30).plusSeconds(1));
    assertThat(ids.find(id, ada)).isEmpty();
    assertThat(ids.isStill(known, ada)).isFalse();
  }

  @Test
  void whatNoSessionCanNeedIsTidiedAway() throws Exception {
    SessionFolder sessions = new SessionFolder(folder.resolve("http"));
    sessions.tidy(clock);
    sessions.end("one");
    sessions.subscribe("two", List.of("memory://a", "memory://b"));
    Files.writeString(folder.resolve("http/foreign.txt"), "not ours");
    assertThat(sessions.ended("one")).isTrue();
    assertThat(sessions.subscriptions("two")).containsExactly("memory://a", "memory://b");
    clock.advance(Duration.between(clock.instant(), Instant.now().plus(Duration.ofDays(31))));
    sessions.tidy(clock);
    assertThat(sessions.ended("one")).isFalse();
    assertThat(sessions.subscriptions("two")).isEmpty();
    assertThat(folder.resolve("http/foreign.txt")).exists();
  }
}
