package quire.storage.sqlite.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import quire.api.StoreUnavailableException;
import quire.storage.sqlite.file.Failures.Stage;

/** Copies a store to the side that this version would bring up to date. */
public final class OlderFormat {
  private static final int PATIENCE_MS = 5_000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final StoreFile file;
  private final Connector connector;
  private final Schema schema;

  public OlderFormat(StoreFile file, Connector connector, Schema schema) {
    this.file = file;
    this.connector = connector;
    this.schema = schema;
  }

  /** {@return the copy; empty if the file is of this format or newer, or is not there} */
  public Optional<Path> backUp(Clock clock) {
    if (file.size("") == 0) {
      return Optional.empty();
    }
    try (Session session = connector.connect(PATIENCE_MS)) {
      schema.identify(session, file);
      long format = Schema.version(session);
      boolean older = format > 0 && format < schema.version() && !Schema.isMoved(session);
      return older ? Optional.of(copy(session, format, clock)) : Optional.empty();
    } catch (SQLException e) {
      throw new Failures(file).translate(e, "copy", Stage.READING);
    }
  }

  /**
   * SQLite's own copy is of one moment, whoever writes meanwhile, needs no log beside it, and is on
   * the disk at the end because the connection keeps SQLite's standard of safety.
   */
  private Path copy(Session session, long format, Clock clock) throws SQLException {
    String name = file.path().getFileName().toString();
    StoreFile copy =
        new StoreFile(
            file.path()
                .resolveSibling(
                    "%s.format-%d.%s".formatted(name, format, TIME.format(clock.instant()))));
    if (Files.exists(copy.path())) {
      throw new StoreUnavailableException(
          "Cannot copy %s: %s is there already; nothing was changed. Try again"
              .formatted(file, copy));
    }
    // Made first, because SQLite would let others read it.
    copy.createIfMissing();
    try {
      session.execute("VACUUM INTO ?", copy.path().toString());
      return copy.path();
    } catch (SQLException | RuntimeException e) {
      remove(copy.path(), e);
      throw e;
    }
  }

  private static void remove(Path part, Exception cause) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
