package quire.storage.sqlite.read;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.StoreInterruptedException;
import quire.storage.sqlite.file.Failures;
import quire.storage.sqlite.file.Failures.Stage;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.terms.Ids;
import quire.text.StoredText;

/** A selected part of the graph, read within one transaction that only reads. */
public final class SqliteSnapshot implements GraphSnapshot {
  private final Readers.Lease lease;
  private final Failures failures;

  /** The entities selected, in order; empty if it is everything. */
  private final Optional<long[]> part;

  private SqliteSnapshot(Readers.Lease lease, Failures failures, Optional<long[]> part) {
    this.lease = lease;
    this.failures = failures;
    this.part = part;
  }

  /** Finds out now what is selected, which fixes the state that the walks see. */
  public static SqliteSnapshot open(Readers.Lease lease, Failures failures, Selection selection)
      throws SQLException {
    return new SqliteSnapshot(lease, failures, select(lease.session(), selection));
  }

  private static Optional<long[]> select(Session session, Selection selection) throws SQLException {
    // A switch over types makes its code when it first runs, which takes milliseconds.
    if (selection instanceof Selection.Named(List<String> names)) {
      return Optional.of(idsOf(session, names));
    }
    if (selection instanceof Selection.Matching(String query)) {
      return query.isEmpty() ? everything(session) : Optional.of(new Search(session).find(query));
    }
    if (selection instanceof Selection.Everything) {
      return everything(session);
    }
    throw new IllegalArgumentException("no part of the graph is " + selection);
  }

  private static Optional<long[]> everything(Session session) throws SQLException {
    session.number("SELECT 1 FROM format"); // a transaction sees the state of its first read
    return Optional.empty();
  }

  private static long[] idsOf(Session session, List<String> names) throws SQLException {
    Ids ids = new Ids();
    for (String name : names) {
      long id = session.number("SELECT id FROM entities WHERE name=?", StoredText.encode(name));
      if (id != 0) {
        ids.add(id);
      }
    }
    return ids.sorted();
  }

  @Override
  public void entities(Consumer<? super Entity> visitor) {
    EntityRows.Visitor each = (id, entity) -> visit(visitor, entity);
    walk(
        session -> {
          if (part.isPresent()) {
            EntityRows.each(session, part.get(), each);
          } else {
            EntityRows.all(session, each);
          }
        });
  }

  @Override
  public void names(BiConsumer<? super String, ? super String> visitor) {
    BiConsumer<String, String> each =
        (name, type) -> {
          refuseInterrupted();
          visitor.accept(name, type);
        };
    walk(
        session -> {
          if (part.isPresent()) {
            EntityRows.names(session, part.get(), each);
          } else {
            EntityRows.allNames(session, each);
          }
        });
  }

  @Override
  public void relations(Consumer<? super Relation> visitor) {
    Consumer<Relation> each = relation -> visit(visitor, relation);
    walk(
        session -> {
          if (part.isPresent()) {
            EntityRows.relationsOf(session, part.get(), each);
          } else {
            EntityRows.allRelations(session, each);
          }
        });
  }

  private interface Walk {
    void run(Session session) throws SQLException;
  }

  private void walk(Walk walk) {
    try {
      walk.run(lease.session());
    } catch (SQLException e) {
      throw failures.translate(e, "read", Stage.READING);
    }
  }

  private <T> void visit(Consumer<? super T> visitor, T item) {
    refuseInterrupted();
    visitor.accept(item);
  }

  private void refuseInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new StoreInterruptedException("Stopped to read " + failures.file() + " as asked");
    }
  }

  @Override
  public void close() {
    lease.close();
  }
}
