package quire.storage.postgresql;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import quire.api.Amendment;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.GraphSnapshot;
import quire.api.Limits;
import quire.api.Observations;
import quire.api.RecallPage;
import quire.api.RecallQuery;
import quire.api.Relation;
import quire.api.Replaced;
import quire.api.Selection;
import quire.api.StoreDescription;
import quire.api.StoreRefusedException;
import quire.api.spi.Relocatable;
import quire.api.spi.StoreSettings;
import quire.ranking.FactIndex;
import quire.ranking.Ranking;
import quire.storage.postgresql.read.ChangeLog;
import quire.storage.postgresql.read.PostgresFactIndex;
import quire.storage.postgresql.read.Readers;
import quire.storage.postgresql.read.ReplacedRows;
import quire.storage.postgresql.read.Snapshots;
import quire.storage.postgresql.read.Touched;
import quire.storage.postgresql.read.Walks;
import quire.storage.postgresql.server.Connector;
import quire.storage.postgresql.server.Schema;
import quire.storage.postgresql.server.Session;
import quire.storage.postgresql.server.UncheckedSqlException;
import quire.storage.postgresql.write.Amending;
import quire.storage.postgresql.write.Forgetting;
import quire.storage.postgresql.write.Moving;
import quire.storage.postgresql.write.NewEntities;
import quire.storage.postgresql.write.NewObservations;
import quire.storage.postgresql.write.NewRelations;
import quire.storage.postgresql.write.Removal;
import quire.storage.postgresql.write.WriteQueue;
import quire.storage.postgresql.write.Writer;

/** The graph in one schema of a database. */
final class PostgresMemoryStore implements Relocatable {
  private final Optional<String> movedTo;
  private final Limits limits;
  private final Connector connector;
  private final StoreSettings settings;
  private final WriteQueue writes;
  private final Readers readers;
  private final Snapshots snapshots;

  private PostgresMemoryStore(
      Connector connector,
      Session session,
      Optional<String> movedTo,
      StoreSettings settings,
      Clock clock) {
    this.movedTo = movedTo;
    this.limits = settings.limits();
    this.connector = connector;
    this.settings = settings;
    this.writes =
        new WriteQueue(
            new Writer(connector, session, settings.durability(), settings.patience(), clock));
    this.readers = new Readers(connector, settings.patience());
    this.snapshots = new Snapshots(readers, new Walks(readers, connector.failures()));
  }

  static PostgresMemoryStore open(Connector connector, StoreSettings settings, Clock clock) {
    Session session;
    try {
      session = connector.open(settings.patience());
    } catch (SQLException e) {
      throw connector.failures().unreachable(e, "open");
    }
    try {
      Optional<String> movedTo = new Schema(connector.address()).check(session);
      return new PostgresMemoryStore(connector, session, movedTo, settings, clock);
    } catch (SQLException e) {
      session.close();
      throw connector.failures().reading(e, "open");
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public List<Entity> createEntities(List<Entity> entities, Author author) {
    limits.checkEntities(entities);
    return writes.submit(
        "add " + entities.size() + " entities to", author, new NewEntities(entities));
  }

  @Override
  public List<Relation> createRelations(List<Relation> relations, Author author) {
    limits.checkRelations(relations);
    return writes.submit(
        "add " + relations.size() + " relations to", author, new NewRelations(relations));
  }

  @Override
  public List<Observations> addObservations(List<Observations> additions, Author author) {
    limits.checkObservations(additions);
    return writes.submit(
        "add observations on " + additions.size() + " entities to",
        author,
        new NewObservations(additions));
  }

  @Override
  public long deleteEntities(List<String> names, Author author) {
    return writes.submit(
        "delete " + names.size() + " entities from", author, Removal.ofEntities(names));
  }

  @Override
  public long deleteObservations(List<Observations> deletions, Author author) {
    return writes.submit(
        "delete observations of " + deletions.size() + " entities from",
        author,
        Removal.ofObservations(deletions));
  }

  @Override
  public long deleteRelations(List<Relation> relations, Author author) {
    return writes.submit(
        "delete " + relations.size() + " relations from", author, Removal.ofRelations(relations));
  }

  @Override
  public long amend(Amendment amendment, Author author) {
    amendment.check(limits);
    return writes.submit(
        "amend",
        author,
        new Amending(
            amendment,
            Optional.empty(),
            "a fact that is to go is not there, one that is to come is, or an entity is missing"));
  }

  @Override
  public long renameEntity(String from, String to, Author author) {
    limits.checkEntities(List.of(new Entity(to, "", List.of())));
    Touched touched = touched(from, to);
    Entity entity = touched.entity(from).orElseThrow(() -> new EntityNotFoundException(from));
    if (from.equals(to)) {
      return 0;
    }
    if (touched.entity(to).isPresent()) {
      throw new StoreRefusedException(
          "Cannot rename \"%s\" in %s: there is an entity \"%s\"; nothing was changed. Merge the two, or choose another name"
              .formatted(from, connector.address(), to));
    }
    return carryOut(
        "rename an entity in",
        Amendment.renaming(entity, touched.relations(), to),
        touched,
        author);
  }

  @Override
  public long mergeEntities(String from, String into, Author author) {
    if (from.equals(into)) {
      throw new IllegalArgumentException("\"%s\" cannot be merged into itself".formatted(from));
    }
    Touched touched = touched(from, into);
    Entity one = touched.entity(from).orElseThrow(() -> new EntityNotFoundException(from));
    Entity other = touched.entity(into).orElseThrow(() -> new EntityNotFoundException(into));
    return carryOut(
        "merge entities in", Amendment.merging(one, other, touched.relations()), touched, author);
  }

  private Touched touched(String one, String other) {
    return readers.read("read", session -> Touched.read(session, one, other));
  }

  private long carryOut(String action, Amendment amendment, Touched touched, Author author) {
    var _ =
        writes.submit(
            action,
            author,
            new Amending(amendment, Optional.of(touched), "it is not as it was read"));
    return amendment.additions().size();
  }

  @Override
  public long forget(List<Observations> items, Author author) {
    return writes.submit("forget facts of", author, new Forgetting(items));
  }

  @Override
  public Optional<String> movedTo() {
    return movedTo;
  }

  @Override
  public void moveTo(String address, Runnable last) {
    new Moving(connector).moveTo(address, last);
  }

  @Override
  public void moveBack() {
    new Moving(connector).moveBack();
  }

  @Override
  public GraphSnapshot read(Selection selection) {
    return snapshots.open(selection);
  }

  @Override
  public RecallPage recall(RecallQuery query) {
    return withFacts("search", facts -> Ranking.recall(query, facts));
  }

  @Override
  public boolean canPrepareRecall() {
    return Ranking.isLearning();
  }

  @Override
  public boolean prepareRecall() {
    return Ranking.isLearning() && withFacts("prepare the search of", Ranking::learn);
  }

  private <T> T withFacts(String action, Function<FactIndex, T> question) {
    return readers.read(
        action,
        session -> {
          try {
            return question.apply(new PostgresFactIndex(session, connector.address().text()));
          } catch (UncheckedSqlException e) {
            throw e.failure();
          }
        });
  }

  @Override
  public List<Replaced> replaced(Collection<String> entities) {
    return readers.read("read the history of", session -> ReplacedRows.of(session, entities));
  }

  @Override
  public List<Change> changes(ChangeQuery query) {
    return readers.read("read the changes of", session -> ChangeLog.read(session, query));
  }

  @Override
  public long lastSequence() {
    return readers.read("read the newest change of", ChangeLog::lastSequence);
  }

  @Override
  public long historyStart() {
    return readers.read("read the history of", session -> ChangeLog.START);
  }

  @Override
  public StoreDescription describe() {
    return readers.read(
        "describe", session -> new Inventory(connector.address(), settings).of(session));
  }

  @Override
  public List<String> problems() {
    return readers.read("check", session -> new Checkup(session).problems());
  }

  @Override
  public void close() {
    writes.close();
    readers.close();
  }
}
