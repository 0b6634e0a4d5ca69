package quire.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import quire.conformance.HeapMemoryStore;

/** How long the shape of a graph is kept. */
final class ShapesTest {
  @Test
  void aShapeThatWasReadIsKeptByNobodyButWhoAsked() throws Exception {
    Shapes shapes = new Shapes();
    Shapes.Reading reading = shapes.begin(new HeapMemoryStore(Clock.systemUTC()));
    assertThat(reading.task().get(60, TimeUnit.SECONDS).sequence()).isZero();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (shapes.isReading()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
