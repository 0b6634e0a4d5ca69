package quire.storage.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import quire.api.StoreBusyException;
import quire.api.StoreException;
import quire.api.StoreInterruptedException;
import quire.storage.sqlite.file.Failures.Stage;

class FailuresTest {
  private final Failures failures = new Failures(new StoreFile(Path.of("nowhere", "memory.db")));

  @ParameterizedTest
  @CsvSource({
    "SQLITE_BUSY, StoreBusyException, StoreBusyException",
    "SQLITE_BUSY_SNAPSHOT, StoreBusyException, StoreBusyException",
    "SQLITE_BUSY_RECOVERY, StoreBusyException, StoreBusyException",
    "SQLITE_LOCKED, StoreBusyException, StoreBusyException",
    "SQLITE_INTERRUPT, LimitExceededException, LimitExceededException",
    "SQLITE_CORRUPT, StoreDamagedException, StoreDamagedException",
    "SQLITE_NOTADB, StoreDamagedException, StoreDamagedException",
    "SQLITE_TOOBIG, LimitExceededException, LimitExceededException",
    "SQLITE_FULL, StoreUnavailableException, StoreUndecidedException",
    "SQLITE_IOERR_FSYNC, StoreUnavailableException, StoreUndecidedException",
    "SQLITE_READONLY, StoreReadOnlyException, StoreUndecidedException",
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
        .hasMessageContaining("Make room")
        .hasRootCause(full);
    assertThat(failures.translate(full, "write", Stage.COMMITTING))
        .hasMessageContaining("it is open whether it was written, repeating the call is safe");
  }

  @Test
  void anInterruptIsToldAsSuch() {
    SQLException stopped = new SQLiteException("stop", SQLiteErrorCode.SQLITE_INTERRUPT);
    Thread.currentThread().interrupt();
    try {
      assertThat(failures.translate(stopped, "read", Stage.READING))
          .isInstanceOf(StoreInterruptedException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(SQLiteErrorCode.class)
  void noMessageNamesACodeOrAClassAndEachSaysWhatHoldsAndWhatToDo(SQLiteErrorCode code) {
    SQLException failure =
        new SQLiteException("[%s] Some I/O error (disk I/O error)".formatted(code), code);
    for (Stage stage : Stage.values()) {
      StoreException told = failures.translate(failure, "add 3 entities to", stage);
      assertThat(told.getMessage())
          .startsWith("Cannot add 3 entities to ")
          .contains("memory.db: ", "; ")
          .doesNotContain("SQLITE", "SQLite_", "java.", "org.", "Exception", "I/O")
          .matches(".*(written|changed|repeated|safe).*");
      if (!(told instanceof StoreBusyException)) {
        assertThat(told.code()).hasValueSatisfying(name -> assertThat(name).startsWith("SQLITE_"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SQLITE_FULL, the disk or a quota is full",
    "SQLITE_IOERR, the disk or the file system failed",
    "SQLITE_IOERR_FSYNC, the disk or the file system failed",
    "SQLITE_IOERR_SHORT_READ, the disk or the file system failed",
    "SQLITE_IOERR_WRITE, the disk or the file system failed",
    "SQLITE_IOERR_NOMEM, there is too little memory",
    "SQLITE_NOMEM, there is too little memory",
    "SQLITE_IOERR_CORRUPTFS, the file is damaged",
    "SQLITE_CORRUPT, the file is damaged",
    "SQLITE_CORRUPT_VTAB, the file is damaged",
    "SQLITE_NOTADB, the file is not a database",
    "SQLITE_READONLY, the file or its folder is read-only",
    "SQLITE_READONLY_DIRECTORY, the file or its folder is read-only",
    "SQLITE_PERM, this user may not use the file or its folder",
    "SQLITE_CANTOPEN, this user may not use the file or its folder",
    "SQLITE_CANTOPEN_ISDIR, no file can be at this place",
    "SQLITE_NOLFS, the file would exceed a limit of the system",
    "SQLITE_PROTOCOL, another program is using it",
    "SQLITE_INTERNAL, the system refused it in a way that Quire does not know"
  })
  void eachCodeIsWhatAPersonCallsIt(SQLiteErrorCode code, String words) {
    SQLException failure = new SQLiteException("x", code);
    assertThat(failures.translate(failure, "write", Stage.WRITING)).hasMessageContaining(words);
  }

  @Test
  void theCodeIsFoundInTheCauseToo() {
    SQLException busy = new SQLiteException("busy", SQLiteErrorCode.SQLITE_BUSY);
    assertThat(failures.translate(new BatchUpdateException(busy), "write", Stage.WRITING))
        .isInstanceOf(StoreBusyException.class);
  }
}
