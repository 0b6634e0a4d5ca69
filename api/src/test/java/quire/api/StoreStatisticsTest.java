package quire.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoreStatisticsTest {
  @Test
  void whatSeveralCountedIsAddedUpAndTheLongestWaitIsKept() {
    StoreStatistics one = new StoreStatistics(12, 2, 40, Duration.ofMillis(1_015));
    StoreStatistics other = new StoreStatistics(5, 0, 0, Duration.ofMillis(7));
    StoreStatistics both = new StoreStatistics(17, 2, 40, Duration.ofMillis(1_015));

    assertThat(one.and(other)).isEqualTo(both);
    assertThat(other.and(one)).isEqualTo(both);
  }
}
