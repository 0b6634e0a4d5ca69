package quire.process.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LockHoldersTest {
  private static final LockHolders HOLDERS =
      new LockHolders(
          """
          1: FLOCK  ADVISORY  WRITE 3520 fe:00:14242 0 EOF
          2: POSIX  ADVISORY  READ 3154 fe:00:4242 128 128
          2: -> POSIX  ADVISORY  WRITE 99 fe:00:4242 120 120
          3: POSIX  ADVISORY  WRITE 77 fe:00:4242 0 EOF
          6: OFDLCK ADVISORY  WRITE -1 fe:00:4242 120 120
          nonsense
          """);

  @Test
  void whoHoldsALockIsToldAndWhoWaitsIsNot() {
    assertThat(HOLDERS.of(4242)).containsExactlyInAnyOrder(3154L, 77L);
    assertThat(HOLDERS.of(14242)).containsExactly(3520L);
    assertThat(HOLDERS.of(242)).isEmpty();
  }
}
