package quire.storage.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LockHolderTest {
  private static final String LOCKS =
      """
      1: FLOCK  ADVISORY  WRITE 3520 fe:00:4242 0 EOF
      2: POSIX  ADVISORY  READ 3154 fe:00:4242 128 128
      2: -> POSIX  ADVISORY  WRITE 99 fe:00:4242 120 120
      3: POSIX  ADVISORY  WRITE 3154 fe:00:2196382 120 120
      4: POSIX  ADVISORY  WRITE 77 fe:00:4242 121 125
      5: POSIX  ADVISORY  WRITE 4711 fe:00:4242 120 120
      6: OFDLCK ADVISORY  WRITE -1 fe:00:4242 120 120
      """;

  @Test
  void theHolderOfTheWriteLockIsRead() {
    assertThat(LockHolder.pid(LOCKS, 4242)).contains(4711L);
  }

  @Test
  void aRangeThatIncludesTheLockCounts() {
    String recovery = "9: POSIX  ADVISORY  WRITE 12 fe:00:4242 120 127\n";
    assertThat(LockHolder.pid(recovery, 4242)).contains(12L);
    assertThat(LockHolder.pid(recovery.replace("127", "EOF"), 4242)).contains(12L);
  }

  @Test
  void nobodyIsNamedWhenNobodyHoldsIt() {
    assertThat(LockHolder.pid(LOCKS, 4243)).isEmpty();
    assertThat(LockHolder.pid("", 4242)).isEmpty();
    assertThat(LockHolder.pid("nonsense\n1: POSIX\n", 4242)).isEmpty();
  }
}
