package quire.cli.scope;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import quire.api.Amendment;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.RecallPage;
import quire.api.RecallQuery;
import quire.api.Relation;
import quire.api.Replaced;
import quire.api.Replacement;
import quire.api.Selection;
import quire.api.StoreDescription;
import quire.api.StoreException;
import quire.api.StoreInterruptedException;
import quire.api.StoreRefusedException;
import quire.api.StoreUnavailableException;
import quire.cli.base.Counted;

/**
 * Answers reads of the graph from a project's store and the user's own, and writes to the project's
 * alone. The log, its history and the counts are the project's too. What is the user's is labelled.
 * Where the user's store cannot be read, the project's answers alone and says what is missing.
 */
public final class ProjectAndUserStore implements MemoryStore {
  /** What a fact of the user's own store is labelled with. */
  static final String USER = "user";

  /** Under which detail the description tells of the user's store. */
  public static final String ALONG = "read along";

  private final MemoryStore project;
  private final String address;
  private final Supplier<MemoryStore> opening;
  private @Nullable MemoryStore opened;
  private boolean closed;

  /**
   * @param project the store that is written
   * @param address where the user's store is, for people
   * @param opening opens it; tried again by the next read where that failed
   */
  public ProjectAndUserStore(MemoryStore project, String address, Supplier<MemoryStore> opening) {
    this.project = project;
    this.address = address;
    this.opening = opening;
  }

  @Override
  public MemoryStore written() {
    return project;
  }

  /** What is asked of the user's store. */
  private interface Question<T> {
    T ask(MemoryStore user);
  }

  /**
   * {@return the answer; what the reason makes of it where there is none}
   *
   * @param otherwise is given a sentence that says why
   */
  private <T> T ofUser(Question<T> question, Excuse<T> otherwise) {
    try {
      return question.ask(user());
    } catch (StoreInterruptedException ended) {
      throw ended;
    } catch (StoreException unreadable) {
      return otherwise.because(
          "The user's own memory %s was not read: %s".formatted(address, unreadable.getMessage()));
    }
  }

  /** What is answered without the user's store. */
  private interface Excuse<T> {
    T because(String reason);
  }

  private synchronized MemoryStore user() {
    MemoryStore store = opened;
    if (store == null) {
      if (closed) {
        throw new StoreUnavailableException("It was closed");
      }
      store = opening.get();
      opened = store;
    }
    return store;
  }

  @Override
  public GraphSnapshot read(Selection asked) {
    boolean all = asked instanceof Selection.Matching(String query) && query.isEmpty();
    Selection selection = all ? new Selection.Everything() : asked;
    GraphSnapshot own = project.read(selection);
    try {
      List<UserPart> part = new ArrayList<>(1);
      Optional<String> unread =
          ofUser(
              user -> {
                part.add(UserPart.of(selection, user));
                return Optional.empty();
              },
              Optional::of);
      return unread.isPresent()
          ? new IncompleteSnapshot(own, unread.get())
          : merged(selection, own, part.getFirst());
    } catch (RuntimeException failed) {
      own.close();
      throw failed;
    }
  }

  private GraphSnapshot merged(Selection selection, GraphSnapshot own, UserPart part) {
    try {
      Set<String> shown = MergedSnapshot.shown(selection, own, part);
      Optional<String> unread =
          ofUser(
              user -> {
                part.meet(shown, user);
                return Optional.empty();
              },
              Optional::of);
      if (unread.isPresent()) {
        part.close();
        return new IncompleteSnapshot(own, unread.get());
      }
      return new MergedSnapshot(selection, project, own, part, shown);
    } catch (RuntimeException failed) {
      part.close();
      throw failed;
    }
  }

  @Override
  public RecallPage recall(RecallQuery query) {
    int wanted = (int) Math.min(Integer.MAX_VALUE, (long) query.skip() + query.limit());
    Ranked own = Ranked.of(project, query, wanted);
    Ranked others =
        ofUser(user -> Ranked.of(user, query, wanted), reason -> Ranked.unread(project, reason));
    return Ranked.merged(query, own, others);
  }

  @Override
  public boolean canPrepareRecall() {
    MemoryStore user = alreadyOpen();
    return project.canPrepareRecall() || (user != null && user.canPrepareRecall());
  }

  @Override
  public boolean prepareRecall() {
    MemoryStore user = alreadyOpen();
    boolean more = project.prepareRecall();
    return (user != null && user.prepareRecall()) || more;
  }

  private synchronized @Nullable MemoryStore alreadyOpen() {
    return opened;
  }

  @Override
  public List<Replaced> replaced(Collection<String> entities) {
    List<Replaced> all = new ArrayList<>(project.replaced(entities));
    all.addAll(ofUser(user -> user.replaced(entities), reason -> List.of()));
    all.sort(Comparator.comparing(Replaced::until));
    return all;
  }

  @Override
  public StoreDescription describe() {
    StoreDescription own = project.describe();
    Map<String, String> details = new HashMap<>(own.details());
    details.put(ALONG, address + ": " + ofUser(this::counts, reason -> reason));
    return new StoreDescription(
        own.backend(),
        own.location(),
        own.entities(),
        own.observations(),
        own.relations(),
        own.lastSequence(),
        own.statistics(),
        details);
  }

  private String counts(MemoryStore user) {
    StoreDescription description = user.describe();
    return "%s, %s, %s"
        .formatted(
            Counted.of(description.entities(), "entity"),
            Counted.of(description.observations(), "observation"),
            Counted.of(description.relations(), "relation"));
  }

  @Override
  public List<Entity> createEntities(List<Entity> entities, Author author) {
    return project.createEntities(entities, author);
  }

  @Override
  public List<Relation> createRelations(List<Relation> relations, Author author) {
    return project.createRelations(relations, author);
  }

  @Override
  public List<Observations> addObservations(List<Observations> additions, Author author) {
    return telling(() -> project.addObservations(additions, author));
  }

  @Override
  public List<Observations> replaceObservations(List<Replacement> replacements, Author author) {
    return telling(() -> project.replaceObservations(replacements, author));
  }

  @Override
  public long renameEntity(String from, String to, Author author) {
    return telling(() -> project.renameEntity(from, to, author));
  }

  @Override
  public long mergeEntities(String from, String into, Author author) {
    return telling(() -> project.mergeEntities(from, into, author));
  }

  /** Whoever read the entity here must learn why it cannot be written. */
  private <T> T telling(Supplier<T> write) {
    try {
      return write.get();
    } catch (EntityNotFoundException unknown) {
      throw told(unknown);
    }
  }

  private StoreException told(EntityNotFoundException unknown) {
    String name = unknown.entity();
    boolean users = ofUser(user -> UserPart.has(user, name), reason -> false);
    return users
        ? new StoreRefusedException(
            "The entity \"%s\" is in the user's own memory, which is only read here, and not in this project's; nothing was written. To keep facts about it in this project: create_entities with the same name"
                .formatted(name),
            unknown)
        : unknown;
  }

  @Override
  public long deleteEntities(List<String> names, Author author) {
    return project.deleteEntities(names, author);
  }

  @Override
  public long deleteObservations(List<Observations> deletions, Author author) {
    return project.deleteObservations(deletions, author);
  }

  @Override
  public long deleteRelations(List<Relation> relations, Author author) {
    return project.deleteRelations(relations, author);
  }

  @Override
  public long amend(Amendment amendment, Author author) {
    return project.amend(amendment, author);
  }

  @Override
  public long forget(List<Observations> items, Author author) {
    return project.forget(items, author);
  }

  @Override
  public List<Change> changes(ChangeQuery query) {
    return project.changes(query);
  }

  @Override
  public long lastSequence() {
    return project.lastSequence();
  }

  @Override
  public long historyStart() {
    return project.historyStart();
  }

  @Override
  public List<String> problems() {
    return project.problems();
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      project.close();
    } finally {
      MemoryStore store = opened;
      if (store != null) {
        store.close();
      }
    }
  }
}
