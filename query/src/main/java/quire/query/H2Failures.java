package quire.query;

import java.sql.SQLException;
import org.h2.api.ErrorCode;
import quire.api.spi.GraphSqlException;

/** Says what a failure of the engine means to who asked. */
final class H2Failures {
  private H2Failures() {}

  static GraphSqlException translate(SQLException failure, String action) {
    String reason =
        switch (failure.getErrorCode()) {
          case ErrorCode.NOT_ENOUGH_RIGHTS_FOR_1, ErrorCode.ADMIN_RIGHTS_REQUIRED ->
              "quire sql only reads the tables entities, observations, relations and changes;"
                  + " nothing else is allowed";
          case ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1,
              ErrorCode.TABLE_OR_VIEW_NOT_FOUND_WITH_CANDIDATES_2 ->
              firstLine(failure) + "; there are entities, observations, relations and changes";
          case ErrorCode.OUT_OF_MEMORY -> memory();
          default -> firstLine(failure);
        };
    return new GraphSqlException("Cannot " + action + ": " + reason, failure);
  }

  static String memory() {
    return ("it needs more than the %d MiB that quire sql may use; name fewer tables, select fewer"
            + " columns or aggregate")
        .formatted(Runtime.getRuntime().maxMemory() >> 20);
  }

  /** The engine repeats the statement after what it has to say. */
  private static String firstLine(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    int end = message.indexOf("; SQL statement:");
    return (end < 0 ? message : message.substring(0, end)).lines().findFirst().orElse("");
  }
}
