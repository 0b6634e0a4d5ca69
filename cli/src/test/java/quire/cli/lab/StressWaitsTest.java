package quire.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StressWaitsTest {
  @Test
  void whatSeveralServersSayIsAddedUp() {
    StressWaits one =
        StressWaits.of(
            Map.of(
                "attempts", "12",
                "retries", "2",
                "write lock refusals", "40",
                "longest wait", "1015 ms",
                "longest wait for the write lock", "990 ms"));
    StressWaits other =
        StressWaits.of(Map.of("attempts", "5", "longest wait for the write lock", "7 ms"));
    assertThat(one.and(other)).isEqualTo(new StressWaits(17, 2, 40, 1015));
  }

  @Test
  void aBackendThatSaysNothingCountsNothing() {
    assertThat(StressWaits.of(Map.of())).isEqualTo(StressWaits.NONE);
  }
}
