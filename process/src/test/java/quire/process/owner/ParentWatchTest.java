package quire.process.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import quire.process.kernel.Kernel;

class ParentWatchTest {
  @Test
  void theWatchGoesOnWhateverIsThrown() throws InterruptedException {
    AtomicInteger looks = new AtomicInteger();
    AtomicInteger ends = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(1);
    try (ParentWatch _ =
        ParentWatch.start(
            Kernel.ofThisSystem(),
            List.of(),
            () -> asked(looks.incrementAndGet()),
            reason -> {
              if (ends.incrementAndGet() == 1) {
                throw new OutOfMemoryError("Java heap space");
              }
              ended.countDown();
            })) {
      assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static boolean asked(int look) {
    return switch (look) {
      case 1 -> throw new OutOfMemoryError("Java heap space");
      case 2 -> throw new NoClassDefFoundError("a file of the installation is gone");
      default -> true;
    };
  }
}
