package quire.storage.postgresql.write;

import java.sql.SQLException;
import java.util.Optional;
import quire.api.StoreException;
import quire.api.spi.Relocatable;
import quire.storage.postgresql.server.Connector;
import quire.storage.postgresql.server.Failures;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.server.Schema;
import quire.storage.postgresql.server.Session;

/** Has the turn of the writers for longer than one message, on a connection of its own. */
public final class Moving {
  private final Connector connector;

  public Moving(Connector connector) {
    this.connector = connector;
  }

  /** Does the last step while nobody can write, and marks the memory as moved. */
  public void moveTo(String address, Runnable last) {
    var _ =
        with(
            "move",
            session -> {
              demandInForce(session);
              takeTurn(session);
              last.run();
              return session.send(Schema.move(new Message(), address).commit());
            });
  }

  /** Takes the mark away. */
  public void moveBack() {
    var _ =
        with(
            "take back the move of",
            session -> session.send(Schema.moveBack(new Message().beginWriting()).commit()));
  }

  private void demandInForce(Session session) throws SQLException {
    Optional<String> moved = Schema.movedTo(session);
    if (moved.isPresent()) {
      throw Relocatable.refusal("postgresql", connector.address().text(), moved.get());
    }
  }

  /** While the step reads, the server must not end a transaction that seems to do nothing. */
  private static void takeTurn(Session session) throws SQLException {
    var _ =
        session.send(
            new Message()
                .beginWriting()
                .run("SET LOCAL idle_in_transaction_session_timeout = 0")
                .run("SET LOCAL lock_timeout = '%s'".formatted(Writer.LOCK_TIMEOUT))
                .run(Writer.TURN));
  }

  private interface Work<T> {
    T run(Session session) throws SQLException;
  }

  private <T> T with(String action, Work<T> work) {
    try (Session session = connector.connect(action)) {
      return work.run(session);
    } catch (SQLException e) {
      throw failure(e, action);
    }
  }

  private StoreException failure(SQLException e, String action) {
    return Failures.isConflict(e)
        ? connector.failures().nothingHappened(e, action, "others are writing")
        : connector.failures().reading(e, action);
  }
}
