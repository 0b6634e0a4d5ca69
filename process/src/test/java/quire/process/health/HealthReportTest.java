package quire.process.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import quire.api.spi.Finding;
import quire.api.spi.Finding.Verdict;
import quire.api.spi.HealthCheck;

class HealthReportTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private record Check(String name, Callable<Finding> answer) implements HealthCheck {
    @Override
    public Finding run() throws Exception {
      return answer.call();
    }
  }

  @Test
  void aCheckThatFailsOrHangsHidesNoOther() throws InterruptedException {
    HealthReport report =
        HealthReport.of(
            List.of(
                new Check(
                    "broken",
                    () -> {
                      throw new StackOverflowError("deep");
                    }),
                new Check(
                    "hung",
                    () -> {
                      new CountDownLatch(1).await();
                      return Finding.ok("never");
                    }),
                new Check("fine", () -> Finding.ok("all well"))),
            PATIENCE);
    assertThat(report.lines().stream().map(line -> line.finding().verdict()))
        .containsExactly(Verdict.FAIL, Verdict.FAIL, Verdict.OK);
    assertThat(report.lines().getFirst().said()).startsWith("broken: ").contains("deep");
    assertThat(report.lines().getLast().said()).isEqualTo("fine: all well");
    assertThat(report.failed()).isTrue();
  }

  @Test
  void aWarningIsNoFailure() throws InterruptedException {
    HealthReport report =
        HealthReport.of(List.of(new Check("odd", () -> Finding.warn("so", "do this"))), PATIENCE);
    assertThat(report.failed()).isFalse();
    assertThat(report.lines().getFirst().said()).isEqualTo("odd: so; do this");
  }

  @Test
  void whatCanBeRepairedIsRepairedAndTheRestStays() throws InterruptedException {
    HealthReport report =
        HealthReport.of(
                List.of(
                    new Check(
                        "mended",
                        () -> Finding.warn("open", "close it").repairedBy(() -> "closed")),
                    new Check(
                        "stuck",
                        () ->
                            Finding.warn("open", "close it")
                                .repairedBy(
                                    () -> {
                                      throw new IOException("jammed");
                                    })),
                    new Check("other", () -> Finding.skip("not here"))),
                PATIENCE)
            .repaired();
    assertThat(report.lines().stream().map(line -> line.verdict() + " " + line.said()))
        .containsExactly(
            "PASS mended: open; repaired: closed",
            "FAIL stuck: open; not repaired: java.io.IOException: jammed; close it",
            "SKIP other: not here");
  }
}
