package quire.storage.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import quire.api.StoreBusyException;
import quire.storage.sqlite.file.Failures.Stage;

class FailuresTest {
  private final Failures failures = new Failures(new StoreFile(Path.of("nowhere", "memory.db")));

  @ParameterizedTest
  @CsvSource({
    "SQLITE_BUSY, StoreBusyException, StoreBusyException",
    "SQLITE_BUSY_SNAPSHOT, StoreBusyException, StoreBusyException",
    "SQLITE_BUSY_RECOVERY, StoreBusyException, StoreBusyException",
    "SQLITE_LOCKED, StoreBusyException, StoreBusyException",
    "SQLITE_INTERRUPT, StoreInterruptedException, StoreInterruptedException",
    "SQLITE_CORRUPT, StoreDamagedException, StoreDamagedException",
    "SQLITE_NOTADB, StoreDamagedException, StoreDamagedException",
    "SQLITE_TOOBIG, LimitExceededException, LimitExceededException",
    "SQLITE_FULL, StoreUnavailableException, StoreUndecidedException",
    "SQLITE_IOERR_FSYNC, StoreUnavailableException, StoreUndecidedException",
    "SQLITE_READONLY, StoreUnavailableException, StoreUndecidedException",
    "SQLITE_CANTOPEN, StoreUnavailableException, StoreUndecidedException",
    "SQLITE_ERROR, StoreUnavailableException, StoreUndecidedException"
  })
  void eachResultCodeHasItsTypeBeforeAndAtTheCommit(
      SQLiteErrorCode code, String before, String atCommit) {
    SQLException failure = new SQLiteException("it went wrong", code);
    assertThat(failures.translate(failure, "write", Stage.WRITING).getClass().getSimpleName())
        .isEqualTo(before);
    assertThat(failures.translate(failure, "write", Stage.COMMITTING).getClass().getSimpleName())
        .isEqualTo(atCommit);
  }

  @Test
  void theMessageSaysWhatWasTriedOnWhatAndWhatHoldsNow() {
    SQLException full = new SQLiteException("disk full", SQLiteErrorCode.SQLITE_FULL);
    assertThat(failures.translate(full, "add 3 entities to", Stage.WRITING))
        .hasMessageContaining("Cannot add 3 entities to")
        .hasMessageContaining("memory.db")
        .hasMessageContaining("nothing was written")
        .hasMessageContaining("make room")
        .hasCause(full);
    assertThat(failures.translate(full, "write", Stage.COMMITTING))
        .hasMessageContaining("it is open whether it was written, repeating the call is safe");
  }

  @Test
  void theCodeIsFoundInTheCauseToo() {
    SQLException busy = new SQLiteException("busy", SQLiteErrorCode.SQLITE_BUSY);
    assertThat(failures.translate(new BatchUpdateException(busy), "write", Stage.WRITING))
        .isInstanceOf(StoreBusyException.class);
  }
}
