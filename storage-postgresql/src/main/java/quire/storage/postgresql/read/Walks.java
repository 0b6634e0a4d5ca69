package quire.storage.postgresql.read;

import java.sql.SQLException;
import java.util.function.Consumer;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.Relation;
import quire.storage.postgresql.server.Failures;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.server.Session;

/** Walks through the whole graph, at most some thousand rows at a time. */
public final class Walks {
  private static final int FIRST_ROWS = 64;
  private static final int MOST_ROWS = 4_000;

  /** So many characters are asked for at once; a row may have a million. */
  private static final long CHARACTERS = 1 << 20;

  private final Readers readers;
  private final Failures failures;

  public Walks(Readers readers, Failures failures) {
    this.readers = readers;
    this.failures = failures;
  }

  /** Begins the transaction, whose first statement fixes the state that all walks see. */
  GraphSnapshot everything() {
    return new Everything(
        readers.hold(
            "read",
            session -> {
              var _ =
                  session.send(new Message().beginReading().run("SELECT format FROM $m.memory"));
              return true;
            }));
  }

  private final class Everything implements GraphSnapshot {
    private final Readers.Held<Boolean> held;
    private int cursors;

    Everything(Readers.Held<Boolean> held) {
      this.held = held;
    }

    @Override
    public void entities(Consumer<? super Entity> visitor) {
      GraphRows.Entities rows =
          new GraphRows.Entities((id, entity) -> Snapshots.visit(visitor, entity));
      walk(GraphRows.ALL_ENTITIES, rows);
      rows.finish();
    }

    @Override
    public void relations(Consumer<? super Relation> visitor) {
      walk(
          GraphRows.ALL_RELATIONS,
          new GraphRows.Relations(relation -> Snapshots.visit(visitor, relation)));
    }

    private void walk(String select, GraphRows.Sized rows) {
      try {
        Session session = held.session();
        String cursor = "walk_" + ++cursors;
        var _ =
            session.send(
                new Message().run("DECLARE " + cursor + " NO SCROLL CURSOR FOR " + select));
        int wanted = FIRST_ROWS;
        while (true) {
          long before = rows.characters();
          if (fetch(session, "FETCH " + wanted + " FROM " + cursor, rows) < wanted) {
            break;
          }
          long ofEach = Math.max(1, (rows.characters() - before) / wanted);
          wanted = Math.clamp(CHARACTERS / ofEach, 1, MOST_ROWS);
        }
        var _ = session.send(new Message().run("CLOSE " + cursor));
      } catch (SQLException e) {
        throw failures.reading(e, "read");
      }
    }

    private static int fetch(Session session, String fetch, GraphRows.Sized rows)
        throws SQLException {
      int[] count = {0};
      var _ =
          session.send(
              new Message()
                  .ask(
                      fetch,
                      row -> {
                        count[0]++;
                        rows.read(row);
                      }));
      return count[0];
    }

    @Override
    public void close() {
      held.close();
    }
  }
}
