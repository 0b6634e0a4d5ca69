package quire.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StoppingTest {
  private final CountDownLatch ran = new CountDownLatch(1);

  @Test
  void aThreadOfTheRuntimeStartsItAndItRuns() throws InterruptedException {
    Stopping stopping = new Stopping(ran::countDown);
    Thread signal = Thread.ofPlatform().start(stopping::start);
    signal.join();
    stopping.join();
    assertThat(ran.getCount()).isZero();
  }

  @Test
  void theServingThreadStartsItAndNothingIsStopped() throws InterruptedException {
    Stopping stopping = new Stopping(ran::countDown);
    stopping.start();
    stopping.join();
    assertThat(ran.getCount()).isEqualTo(1);
  }
}
