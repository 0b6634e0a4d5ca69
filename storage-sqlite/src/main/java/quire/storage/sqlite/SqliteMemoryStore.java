package quire.storage.sqlite;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import quire.api.Amendment;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.Limits;
import quire.api.Observations;
import quire.api.RecallPage;
import quire.api.RecallQuery;
import quire.api.Relation;
import quire.api.Replaced;
import quire.api.Selection;
import quire.api.StoreDescription;
import quire.api.StoreException;
import quire.api.spi.Relocatable;
import quire.api.spi.StoreSettings;
import quire.ranking.Ranking;
import quire.storage.sqlite.file.Connector;
import quire.storage.sqlite.file.Failures;
import quire.storage.sqlite.file.Failures.Stage;
import quire.storage.sqlite.file.Opener;
import quire.storage.sqlite.file.Schema;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.file.StoreFile;
import quire.storage.sqlite.read.ChangeLog;
import quire.storage.sqlite.read.Readers;
import quire.storage.sqlite.read.ReplacedRows;
import quire.storage.sqlite.read.SequenceWatch;
import quire.storage.sqlite.read.SqliteFactIndex;
import quire.storage.sqlite.read.SqliteSnapshot;
import quire.storage.sqlite.write.Additions;
import quire.storage.sqlite.write.Amending;
import quire.storage.sqlite.write.Deletions;
import quire.storage.sqlite.write.FactWriter;
import quire.storage.sqlite.write.Forgetting;
import quire.storage.sqlite.write.HistoryLimit;
import quire.storage.sqlite.write.NewEntities;
import quire.storage.sqlite.write.Upkeep;
import quire.storage.sqlite.write.WriteQueue;
import quire.storage.sqlite.write.WriterConnection;

/** The graph in one SQLite file. */
final class SqliteMemoryStore implements Relocatable {
  private final Clock clock;
  private final Limits limits;
  private final Opener opener;
  private final Failures failures;
  private final WriteQueue writes;
  private final Upkeep upkeep;
  private final Readers readers;
  private final SequenceWatch newest;

  private SqliteMemoryStore(
      Opener opener, Session prepared, Limits limits, HistoryLimit history, Clock clock) {
    this.clock = clock;
    this.limits = limits;
    this.opener = opener;
    this.failures = new Failures(opener.file());
    this.writes =
        new WriteQueue(new WriterConnection(opener, prepared), failures, WriteQueue.LONGEST_TURN);
    this.upkeep = new Upkeep(writes, opener, history, clock);
    this.readers = new Readers(opener, upkeep::afterLongRead);
    this.newest = new SequenceWatch(opener);
  }

  static SqliteMemoryStore open(StoreSettings settings, Clock clock, Schema schema) {
    HistoryLimit history = HistoryLimit.of(settings.options());
    StoreFile file = StoreFile.of(settings);
    Opener opener = new Opener(file, new Connector(file, settings.durability()), schema);
    return new SqliteMemoryStore(opener, opener.prepare(), settings.limits(), history, clock);
  }

  @Override
  public List<Entity> createEntities(List<Entity> entities, Author author) {
    limits.checkEntities(entities);
    return write(
        "add " + entities.size() + " entities to", author, new NewEntities(entities)::addTo);
  }

  @Override
  public List<Relation> createRelations(List<Relation> relations, Author author) {
    limits.checkRelations(relations);
    return write(
        "add " + relations.size() + " relations to",
        author,
        writer -> new Additions(writer).relations(relations));
  }

  @Override
  public List<Observations> addObservations(List<Observations> additions, Author author) {
    limits.checkObservations(additions);
    return write(
        "add observations on " + additions.size() + " entities to",
        author,
        writer -> new Additions(writer).observations(additions));
  }

  @Override
  public long deleteEntities(List<String> names, Author author) {
    return write(
        "delete " + names.size() + " entities from",
        author,
        writer -> new Deletions(writer).entities(names));
  }

  @Override
  public long deleteObservations(List<Observations> deletions, Author author) {
    return write(
        "delete observations of " + deletions.size() + " entities from",
        author,
        writer -> new Deletions(writer).observations(deletions));
  }

  @Override
  public long deleteRelations(List<Relation> relations, Author author) {
    return write(
        "delete " + relations.size() + " relations from",
        author,
        writer -> new Deletions(writer).relations(relations));
  }

  @Override
  public long amend(Amendment amendment, Author author) {
    amendment.check(limits);
    return write(
        "amend",
        author,
        writer -> {
          new Amending(writer, opener.file()).carryOut(amendment);
          return writer.call();
        });
  }

  @Override
  public long renameEntity(String from, String to, Author author) {
    limits.checkEntities(List.of(new Entity(to, "", List.of())));
    return write(
        "rename an entity in",
        author,
        writer -> new Amending(writer, opener.file()).rename(from, to));
  }

  @Override
  public long mergeEntities(String from, String into, Author author) {
    return write(
        "merge entities in",
        author,
        writer -> new Amending(writer, opener.file()).merge(from, into));
  }

  @Override
  public long forget(List<Observations> items, Author author) {
    long gone = write("forget facts of", author, writer -> new Forgetting(writer).of(items));
    if (gone > 0) {
      upkeep.wipe();
    }
    return gone;
  }

  @Override
  public Optional<String> movedTo() {
    return opener.access() == Schema.Access.MOVED
        ? Optional.of(reading("read", Schema::newAddress))
        : Optional.empty();
  }

  @Override
  public void moveTo(String address, Runnable last) {
    writes.submit(
        "move",
        transaction -> {
          transaction.demandInForce(opener.file());
          last.run();
          transaction.move(address);
          return true;
        });
  }

  @Override
  public void moveBack() {
    writes.submit(
        "take back the move of",
        transaction -> {
          transaction.moveBack();
          return true;
        });
  }

  private interface Writing<R> {
    R apply(FactWriter writer) throws SQLException;
  }

  private <R> R write(String action, Author author, Writing<R> change) {
    AtomicLong terms = new AtomicLong();
    AtomicLong first = new AtomicLong();
    AtomicLong next = new AtomicLong();
    R answer =
        writes.submit(
            action,
            transaction -> {
              transaction.demandInForce(opener.file());
              FactWriter writer = new FactWriter(transaction);
              R result = change.apply(writer);
              writer.sign(author, clock);
              terms.set(writer.indexed());
              first.set(writer.first());
              next.set(writer.next());
              return result;
            });
    upkeep.after(terms.get(), first.get(), next.get());
    return answer;
  }

  @Override
  public GraphSnapshot read(Selection selection) {
    try {
      Readers.Lease lease = lease();
      try {
        return SqliteSnapshot.open(lease, failures, selection);
      } catch (Throwable e) {
        lease.close();
        throw e;
      }
    } catch (SQLException e) {
      throw refused("read", e);
    }
  }

  @Override
  public RecallPage recall(RecallQuery query) {
    return reading(
        "search",
        session -> Ranking.recall(query, new SqliteFactIndex(session, failures, opener.file())));
  }

  @Override
  public boolean canPrepareRecall() {
    return Ranking.isLearning();
  }

  @Override
  public boolean prepareRecall() {
    return Ranking.isLearning()
        && reading(
            "prepare the search of",
            session -> Ranking.learn(new SqliteFactIndex(session, failures, opener.file())));
  }

  @Override
  public List<Replaced> replaced(Collection<String> entities) {
    return reading("read the history of", session -> ReplacedRows.of(session, entities));
  }

  @Override
  public List<Change> changes(ChangeQuery query) {
    return reading("read the changes of", session -> ChangeLog.read(session, query));
  }

  @Override
  public long lastSequence() {
    try {
      ensureLog();
      return newest.sequence();
    } catch (SQLException e) {
      throw refused("read the newest change of", e);
    }
  }

  @Override
  public long historyStart() {
    return reading("read the history of", ChangeLog::historyStart);
  }

  @Override
  public StoreDescription describe() {
    return reading("describe", session -> Inventory.of(session, opener, writes.statistics()));
  }

  @Override
  public List<String> problems() {
    try {
      ensureLog();
      return Checkup.problems(opener);
    } catch (SQLException e) {
      throw refused("check", e);
    }
  }

  private Readers.Lease lease() throws SQLException {
    ensureLog();
    return readers.lease();
  }

  /** Only the connection that writes can put it right when the log was taken away. */
  private void ensureLog() {
    if (!opener.hasLog()) {
      writes.submit("read", transaction -> true);
    }
  }

  private interface Reading<R> {
    R run(Session session) throws SQLException;
  }

  private <R> R reading(String action, Reading<R> work) {
    try (Readers.Lease lease = lease()) {
      return work.run(lease.session());
    } catch (SQLException e) {
      throw refused(action, e);
    }
  }

  private StoreException refused(String action, SQLException e) {
    if (Failures.isLockLeft(e)) {
      opener.releaseIdle();
      writes.release();
    }
    return failures.translate(e, action, Stage.READING);
  }

  @Override
  public void close() {
    writes.close();
    upkeep.end();
    newest.close();
    readers.close();
  }
}
