package quire.cli.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MomentTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:30:15Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @Test
  void timesAreReadAsPeopleWriteThem() {
    assertThat(Moment.of("90s", CLOCK)).isEqualTo(NOW.minusSeconds(90));
    assertThat(Moment.of("10m", CLOCK)).isEqualTo(NOW.minusSeconds(600));
    assertThat(Moment.of("2 h ago", CLOCK)).isEqualTo(NOW.minusSeconds(7200));
    assertThat(Moment.of("3D", CLOCK)).isEqualTo(NOW.minusSeconds(3 * 86400));
    assertThat(Moment.of("1w", CLOCK)).isEqualTo(NOW.minusSeconds(7 * 86400));
    assertThat(Moment.of("2026-11-29T10:00:00Z", CLOCK)).isEqualTo("2026-11-29T10:00:00Z");
    assertThat(Moment.of("2026-11-29T10:00:00+02:00", CLOCK)).isEqualTo("2026-11-29T08:00:00Z");
    ZoneId here = ZoneId.systemDefault();
    assertThat(Moment.of("2026-11-20", CLOCK).atZone(here).toLocalDateTime())
        .isEqualTo("2026-11-20T00:00:00");
    assertThat(Moment.of("2026-11-20 10:05", CLOCK).atZone(here).toLocalDateTime())
        .isEqualTo("2026-11-20T10:05:00");
    assertThat(Moment.of("today", CLOCK)).isBeforeOrEqualTo(NOW);
    assertThat(Moment.of("yesterday", CLOCK)).isBefore(Moment.of("today", CLOCK));
    for (String unclear : new String[] {"", "soon", "2026-13-01", "5y", "-3d", "99999999d"}) {
      assertThatThrownBy(() -> Moment.of(unclear, CLOCK))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not a time such as 10m");
    }
  }

  @Test
  void onlyAYesIsConsent() {
    Output output = new Output(sink(), sink());
    assertThat(answered(output, "y\n")).isTrue();
    assertThat(answered(output, " YES \n")).isTrue();
    for (String other : new String[] {"", "\n", "n\n", "yesterday\n"}) {
      assertThat(answered(output, other)).isFalse();
    }
    assertThat(new Consent().given(output, "Remove this?")).isFalse();
  }

  private static boolean answered(Output output, String typed) {
    return Consent.asked(
        output, "?", new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
  }

  private static PrintStream sink() {
    return new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
  }
}
