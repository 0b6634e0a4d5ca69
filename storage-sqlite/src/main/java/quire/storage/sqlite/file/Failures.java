package quire.storage.sqlite.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import quire.api.LimitExceededException;
import quire.api.StoreBusyException;
import quire.api.StoreDamagedException;
import quire.api.StoreException;
import quire.api.StoreInterruptedException;
import quire.api.StoreReadOnlyException;
import quire.api.StoreUnavailableException;
import quire.api.StoreUndecidedException;
import quire.api.spi.CodedFailure;
import quire.api.spi.Trouble;

/**
 * Says in the contract's words what a failure of SQLite means, by its result code.
 *
 * @param file the store that the messages name
 */
public record Failures(StoreFile file) {
  private static final int SQLITE_INTERRUPT = 9;
  private static final int SQLITE_TOOBIG = 18;

  /** How far the failed call had come. */
  public enum Stage {
    READING("nothing was changed"),
    WRITING("nothing was written"),
    COMMITTING("it is open whether it was written, repeating the call is safe");

    private final String outcome;

    Stage(String outcome) {
      this.outcome = outcome;
    }
  }

  /** {@return the failure of this call as the contract knows it} */
  public StoreException translate(SQLException failure, String action, Stage stage) {
    return translation(failure, stage).apply(action);
  }

  /**
   * {@return what the failure means for each of the calls that share it, by what they attempted}
   * Who holds the lock is found out once.
   */
  public Function<String, StoreException> translation(SQLException failure, Stage stage) {
    if (!isBusy(failure)) {
      return action -> notBusy(failure, action, stage);
    }
    String holder = holder();
    return action ->
        new StoreBusyException(
            "Cannot %s %s: %s; nothing was written, the call can be repeated"
                .formatted(action, file, holder),
            failure);
  }

  private StoreException notBusy(SQLException failure, String action, Stage stage) {
    CodedFailure cause = new CodedFailure(name(failure), failure);
    if ((code(failure) & 0xFF) == SQLITE_INTERRUPT && !Thread.currentThread().isInterrupted()) {
      return new LimitExceededException(
          "Cannot %s %s: it took more work than one call may; %s. Ask for less at once"
              .formatted(action, file, stage.outcome),
          cause);
    }
    if ((code(failure) & 0xFF) == SQLITE_INTERRUPT) {
      return new StoreInterruptedException(
          "Stopped to " + action + " " + file + " as asked", cause);
    }
    if ((code(failure) & 0xFF) == SQLITE_TOOBIG) {
      return new LimitExceededException(
          "Cannot %s %s: a text or the whole call is too large for SQLite; %s. Send it in parts"
              .formatted(action, file, stage.outcome),
          cause);
    }
    Trouble trouble = trouble(failure);
    String message =
        "Cannot %s %s: %s; %s. %s"
            .formatted(action, file, trouble.words(), stage.outcome, trouble.remedy());
    if (trouble == Trouble.DAMAGED || trouble == Trouble.NO_STORE) {
      return new StoreDamagedException(message, cause);
    }
    if (trouble == Trouble.READ_ONLY && stage == Stage.WRITING) {
      return new StoreReadOnlyException(message, cause);
    }
    return stage == Stage.COMMITTING
        ? new StoreUndecidedException(message, cause)
        : new StoreUnavailableException(message, cause);
  }

  /** {@return what a failure is to a person, by its full code where that says more} */
  private Trouble trouble(SQLException failure) {
    int code = code(failure);
    return switch (SQLiteErrorCode.getErrorCode(code)) {
      case SQLITE_IOERR_NOMEM -> Trouble.NO_MEMORY;
      case SQLITE_IOERR_DATA, SQLITE_IOERR_CORRUPTFS -> Trouble.DAMAGED;
      case SQLITE_IOERR_ACCESS -> probed(Trouble.NO_PERMISSION);
      case SQLITE_CANTOPEN_ISDIR -> Trouble.NO_PLACE;
      case SQLITE_CANTOPEN_SYMLINK -> Trouble.NO_PLACE;
      default -> trouble(code & 0xFF);
    };
  }

  private Trouble trouble(int primary) {
    return switch (primary) {
      case 3, 23 -> probed(Trouble.NO_PERMISSION); // PERM, AUTH
      case 7 -> Trouble.NO_MEMORY;
      case 8 -> probed(Trouble.READ_ONLY);
      case 10 -> probed(Trouble.DISK_FAILED);
      case 11 -> Trouble.DAMAGED;
      case 13 -> Trouble.DISK_FULL;
      case 14 -> probed(Trouble.NO_PERMISSION); // CANTOPEN, which has many reasons
      case 15 -> Trouble.IN_USE; // PROTOCOL: others were quicker each time
      case 22 -> Trouble.TOO_LARGE; // NOLFS
      case 26 -> Trouble.NO_STORE;
      default -> Trouble.OTHER;
    };
  }

  /** SQLite does not tell the system's reason, which may still be there to be seen. */
  private Trouble probed(Trouble otherwise) {
    try {
      Files.readString(Path.of("/dev/null"));
    } catch (IOException e) {
      if (Trouble.of(e) == Trouble.TOO_MANY_FILES) {
        return Trouble.TOO_MANY_FILES;
      }
    }
    if (otherwise == Trouble.NO_PERMISSION && Files.isReadable(file.path())) {
      return Files.isWritable(file.path()) && Files.isWritable(file.folderPath())
          ? Trouble.DISK_FAILED
          : Trouble.READ_ONLY;
    }
    return otherwise;
  }

  private String holder() {
    Optional<String> holder = LockHolder.of(file);
    return holder
        .map(process -> "it is locked by " + process)
        .orElse("another process is writing to it");
  }

  private static String name(SQLException failure) {
    int code = code(failure);
    SQLiteErrorCode known = SQLiteErrorCode.getErrorCode(code);
    return known == SQLiteErrorCode.UNKNOWN_ERROR ? "SQLITE_" + code : known.name();
  }

  public static boolean isDamage(SQLException failure) {
    int code = code(failure) & 0xFF;
    return code == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  /** {@return whether the file, its folder or the disk cannot be written, or not by this user} */
  static boolean isUnwritable(SQLException failure) {
    int code = code(failure) & 0xFF;
    return code == SQLiteErrorCode.SQLITE_CANTOPEN.code
        || code == SQLiteErrorCode.SQLITE_READONLY.code
        || code == SQLiteErrorCode.SQLITE_PERM.code;
  }

  public static boolean isBusy(SQLException failure) {
    int code = code(failure) & 0xFF;
    return code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code;
  }

  /**
   * {@return whether a lock of the log is never to be had} So it is after the system failed to give
   * one back: it stays with this process until all its connections to the file are closed.
   */
  public static boolean isLockLeft(SQLException failure) {
    return (code(failure) & 0xFF) == SQLiteErrorCode.SQLITE_PROTOCOL.code;
  }

  /** {@return SQLite's extended result code; 0 if the driver tells none} */
  static int code(SQLException failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLiteException sqlite) {
        return sqlite.getResultCode().code;
      }
    }
    return failure.getErrorCode();
  }
}
