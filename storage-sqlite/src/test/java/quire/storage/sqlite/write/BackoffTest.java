package quire.storage.sqlite.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

  private final Backoff pace = new Backoff(new SplittableRandom(7), 0);

  /** {@return how often a call asks that is refused for so long} */
  private long attempts(long nanos) {
    long attempts = 0;
    for (long waited = 0; waited < nanos; waited += pace.afterRefusal(waited)) {
      attempts++;
    }
    return attempts;
  }

  /** {@return the mean of many pauses of a call that has waited for so long} */
  private long meanPause(long waited) {
    long sum = 0;
    for (int i = 0; i < 1_000; i++) {
      sum += pace.afterRefusal(waited);
    }
    return sum / 1_000;
  }

  private void learnAgainAndAgain(long waited) {
    for (int i = 0; i < 50; i++) {
      turn(waited, MILLISECOND / 2, false);
    }
  }

  /** Has the lock for so long after having waited for so long, and gives it back at time 0. */
  private void turn(long waited, long length, boolean afterOthers) {
    pace.taken(-length, waited);
    pace.released(0, afterOthers);
  }

  @Test
  void aLongWaitCostsFewAttemptsAndTheReleaseIsStillNoticedSoon() {
    assertThat(attempts(1_000 * MILLISECOND)).isBetween(50L, 150L);
    for (int i = 0; i < 1_000; i++) {
      assertThat(pace.afterRefusal(1_000 * MILLISECOND)).isLessThanOrEqualTo(80 * MILLISECOND);
    }
  }

  @Test
  void whoeverHasWaitedForLongerThanUsualAsksMoreOftenThanANewcomer() {
    learnAgainAndAgain(10 * MILLISECOND);
    assertThat(meanPause(12 * MILLISECOND)).isLessThan(meanPause(0) / 4);
    assertThat(meanPause(8 * MILLISECOND)).isLessThan(meanPause(0) / 2);
  }

  @Test
  void whereTurnsLastLongerWhoeverIsNextAsksMoreRarely() {
    learnAgainAndAgain(10 * MILLISECOND);
    long afterShortTurns = meanPause(11 * MILLISECOND);
    for (int i = 0; i < 50; i++) {
      turn(10 * MILLISECOND, 5 * MILLISECOND, false);
    }
    assertThat(meanPause(11 * MILLISECOND)).isBetween(3 * afterShortTurns, 4 * MILLISECOND);
  }

  @Test
  void aNewcomerSleepsThroughMostOfTheUsualWait() {
    learnAgainAndAgain(10 * MILLISECOND);
    assertThat(meanPause(0)).isBetween(7 * MILLISECOND, 9 * MILLISECOND);
  }

  @Test
  void aProcessThatHasJustWrittenLetsOthersGoFirst() {
    assertThat(pace.beforeAsking(0)).isZero();
    learnAgainAndAgain(10 * MILLISECOND);
    assertThat(pace.beforeAsking(0)).isGreaterThan(MILLISECOND);
    assertThat(pace.beforeAsking(10 * MILLISECOND)).isZero();
  }

  @Test
  void aProcessThatIsNeverRefusedLeavesRoomForOthersWhoWrite() {
    turn(0, MILLISECOND, false);
    assertThat(pace.beforeAsking(0)).isZero();
    turn(0, MILLISECOND, true);
    assertThat(pace.beforeAsking(0)).isBetween(MILLISECOND / 4, MILLISECOND);
    assertThat(pace.beforeAsking(2 * MILLISECOND)).isZero();
    turn(0, MILLISECOND, false);
    assertThat(pace.beforeAsking(0)).isPositive();
  }

  @Test
  void othersWhoHaveStoppedWritingAreForgotten() {
    turn(0, MILLISECOND, true);
    pace.taken(2_000 * MILLISECOND, 0);
    pace.released(2_001 * MILLISECOND, false);
    assertThat(pace.beforeAsking(2_001 * MILLISECOND)).isZero();
  }

  @Test
  void aFewTurnsWithoutRefusalEndTheCourtesy() {
    learnAgainAndAgain(10 * MILLISECOND);
    for (int i = 0; i < 20; i++) {
      turn(0, MILLISECOND / 2, false);
    }
    assertThat(pace.beforeAsking(0)).isZero();
  }

  @Test
  void oneVeryLongWaitDoesNotMakeTheNextOneLong() {
    pace.taken(0, 3_000 * MILLISECOND);
    assertThat(pace.afterRefusal(0)).isLessThan(50 * MILLISECOND);
  }
}
