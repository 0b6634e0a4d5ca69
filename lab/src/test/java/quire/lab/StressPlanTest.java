package quire.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import quire.lab.StressPlan.Kills;

class StressPlanTest {
  private static StressPlan plan(int calls) {
    return new StressPlan(8, calls, Duration.ofSeconds(10), Kills.NONE, 4, 1);
  }

  @Test
  void oneCallUnderWayIsTheLeastAndWhatIsOutOfRangeIsNamed() {
    assertThat(plan(1).calls()).isEqualTo(1);
    assertThatThrownBy(() -> plan(0)).hasMessageContaining("--calls must be 1 to 64, not 0");
    assertThatThrownBy(() -> plan(65)).hasMessageContaining("not 65");
  }
}
