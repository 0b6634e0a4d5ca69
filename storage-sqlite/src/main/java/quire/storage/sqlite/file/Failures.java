package quire.storage.sqlite.file;

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
import quire.api.StoreUnavailableException;
import quire.api.StoreUndecidedException;

/**
 * Says in the contract's words what a failure of SQLite means, by its result code.
 *
 * @param file the store that the messages name
 */
public record Failures(StoreFile file) {
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
    int code = code(failure);
    return switch (code & 0xFF) {
      case 9 -> // INTERRUPT
          new StoreInterruptedException("Stopped to " + action + " " + file + " as asked", failure);
      case 11, 26 -> // CORRUPT, NOTADB
          new StoreDamagedException(
              message(failure, action, stage)
                  + ". It was left as it is; copy it away before anything else, then restore"
                  + " a backup",
              failure);
      case 18 -> // TOOBIG
          new LimitExceededException(
              message(failure, action, stage) + ". Send it in parts", failure);
      default -> unusable(failure, code, action, stage);
    };
  }

  private StoreException unusable(SQLException failure, int code, String action, Stage stage) {
    String message = message(failure, action, stage) + remedy(code & 0xFF);
    return stage == Stage.COMMITTING
        ? new StoreUndecidedException(message, failure)
        : new StoreUnavailableException(message, failure);
  }

  private static String remedy(int code) {
    return switch (code) {
      case 13 -> ". The disk or quota is full: make room, then repeat the call";
      case 10 -> ". Check the disk and the file system, then repeat the call";
      case 8, 3, 23 -> ". The file or its folder is read-only for this user: make both writable";
      case 14 -> ". Check that the file exists, and make it and its folder writable for this user";
      case 7 -> ". There is too little memory: raise the heap or stop other programs";
      default -> ". Repeat the call; if it fails again, run quire doctor";
    };
  }

  private String message(SQLException failure, String action, Stage stage) {
    return "Cannot %s %s: %s; %s".formatted(action, file, reason(failure), stage.outcome);
  }

  private String holder() {
    Optional<String> holder = LockHolder.of(file);
    return holder
        .map(process -> "it is locked by " + process)
        .orElse("another process is writing to it");
  }

  private static String reason(SQLException failure) {
    String message = failure.getMessage();
    return message == null ? "" : message.lines().findFirst().orElse("");
  }

  public static boolean isDamage(SQLException failure) {
    int code = code(failure) & 0xFF;
    return code == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  public static boolean isBusy(SQLException failure) {
    int code = code(failure) & 0xFF;
    return code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code;
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
