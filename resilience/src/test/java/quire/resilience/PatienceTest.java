package quire.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
  @Test
  void theBoundOfThePausesDoublesUpToTheLongest() {
    assertThat(Patience.STANDARD.pauseMillis(1, 1)).isEqualTo(20);
    assertThat(Patience.STANDARD.pauseMillis(2, 1)).isEqualTo(40);
    assertThat(Patience.STANDARD.pauseMillis(6, 1)).isEqualTo(640);
    assertThat(Patience.STANDARD.pauseMillis(7, 1)).isEqualTo(1_000);
    assertThat(Patience.STANDARD.pauseMillis(5_000, 1)).isEqualTo(1_000);
  }

  @Test
  void aPauseIsAnythingBetweenNothingAndItsBound() {
    assertThat(Patience.STANDARD.pauseMillis(3, 0)).isZero();
    assertThat(Patience.STANDARD.pauseMillis(3, 0.5)).isEqualTo(40);
  }

  @Test
  void noDurationIsNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Patience(Duration.ofMillis(-1), Duration.ZERO, Duration.ZERO));
  }
}
