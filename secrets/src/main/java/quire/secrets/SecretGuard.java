package quire.secrets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import quire.api.Amendment;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Entity;
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
import quire.api.StoreRefusedException;
import quire.api.Subject;

/**
 * Keeps secrets out of another store. What is added is looked at before it gets there: in an
 * observation a secret is replaced by a marker, or the call is refused, as the policy says. Names,
 * entity types and relation types are keys, which a replacement would make equal, so a secret in
 * one of them is always refused. Reading, searching and deleting are passed on as they are.
 */
public final class SecretGuard implements MemoryStore {
  private final MemoryStore store;
  private final boolean refuses;
  private final Consumer<String> told;

  private SecretGuard(MemoryStore store, boolean refuses, Consumer<String> told) {
    this.store = store;
    this.refuses = refuses;
    this.told = told;
  }

  /** Read from its table by the first write: a server starts without it. */
  private static final class BuiltIn {
    static final SecretScanner SCANNER = SecretScanner.builtIn();
  }

  /**
   * {@return the store behind a guard, or itself where the policy is to have none}
   *
   * @param told takes a line for people after each call in which something was replaced, without a
   *     text of the memory
   */
  public static MemoryStore around(MemoryStore store, SecretPolicy policy, Consumer<String> told) {
    return policy == SecretPolicy.OFF
        ? store
        : new SecretGuard(store, policy == SecretPolicy.REFUSE, told);
  }

  @Override
  public List<Entity> createEntities(List<Entity> entities, Author author) {
    List<Entity> safe = new ArrayList<>(entities.size());
    List<String> kinds = new ArrayList<>();
    for (Entity entity : entities) {
      key("name of entity", safe.size() + 1, entity.name());
      key("type of entity", safe.size() + 1, entity.type());
      safe.add(
          new Entity(
              entity.name(), entity.type(), texts(entity.name(), entity.observations(), kinds)));
    }
    List<Entity> created = store.createEntities(safe, author);
    tell(kinds);
    return created;
  }

  @Override
  public List<Relation> createRelations(List<Relation> relations, Author author) {
    for (int i = 0; i < relations.size(); i++) {
      Relation relation = relations.get(i);
      key("source of relation", i + 1, relation.from());
      key("target of relation", i + 1, relation.to());
      key("type of relation", i + 1, relation.type());
    }
    return store.createRelations(relations, author);
  }

  @Override
  public List<Observations> addObservations(List<Observations> additions, Author author) {
    List<Observations> safe = new ArrayList<>(additions.size());
    List<String> kinds = new ArrayList<>();
    for (Observations addition : additions) {
      safe.add(
          new Observations(addition.entity(), texts(addition.entity(), addition.texts(), kinds)));
    }
    List<Observations> added = store.addObservations(safe, author);
    tell(kinds);
    return added;
  }

  @Override
  public List<Observations> replaceObservations(List<Replacement> replacements, Author author) {
    List<Replacement> safe = new ArrayList<>(replacements.size());
    List<String> kinds = new ArrayList<>();
    for (Replacement one : replacements) {
      safe.add(
          new Replacement(one.entity(), texts(one.entity(), one.texts(), kinds), one.replaced()));
    }
    List<Observations> added = store.replaceObservations(safe, author);
    tell(kinds);
    return added;
  }

  @Override
  public long amend(Amendment amendment, Author author) {
    List<Subject> safe = new ArrayList<>(amendment.additions().size());
    List<String> kinds = new ArrayList<>();
    for (Subject fact : amendment.additions()) {
      safe.add(safe(fact, safe.size() + 1, kinds));
    }
    long call = store.amend(new Amendment(amendment.removals(), safe), author);
    tell(kinds);
    return call;
  }

  private Subject safe(Subject fact, int number, List<String> kinds) {
    return switch (fact) {
      case Subject.OfEntity(String name, String type) -> {
        key("name of fact", number, name);
        key("type of fact", number, type);
        yield fact;
      }
      case Subject.OfObservation(String entity, Optional<String> text) ->
          new Subject.OfObservation(
              entity, text.map(one -> texts(entity, List.of(one), kinds).getFirst()));
      case Subject.OfRelation(Relation relation) -> {
        key("source of fact", number, relation.from());
        key("target of fact", number, relation.to());
        key("type of fact", number, relation.type());
        yield fact;
      }
    };
  }

  @Override
  public long renameEntity(String from, String to, Author author) {
    key("new name of entity", 1, to);
    return store.renameEntity(from, to, author);
  }

  @Override
  public long mergeEntities(String from, String into, Author author) {
    return store.mergeEntities(from, into, author);
  }

  @Override
  public long forget(List<Observations> items, Author author) {
    return store.forget(items, author);
  }

  private void key(String what, int number, String text) {
    List<Secret> secrets = BuiltIn.SCANNER.secrets(text);
    if (!secrets.isEmpty()) {
      throw new StoreRefusedException(
          "The %s %d holds a secret (%s); nothing was written. A name cannot be redacted: choose another one, without the secret"
              .formatted(what, number, secrets.getFirst().kind()));
    }
  }

  private List<String> texts(String entity, List<String> texts, List<String> kinds) {
    List<String> safe = new ArrayList<>(texts.size());
    for (String text : texts) {
      List<Secret> secrets = BuiltIn.SCANNER.secrets(text);
      if (!secrets.isEmpty() && refuses) {
        refuse(entity, safe.size() + 1, secrets.getFirst());
      }
      secrets.forEach(secret -> kinds.add(secret.kind()));
      safe.add(SecretScanner.redacted(text, secrets));
    }
    return safe;
  }

  private static void refuse(String entity, int number, Secret secret) {
    throw new StoreRefusedException(
        "Observation %d of \"%s\" holds a secret (%s) from character %d on; nothing was written. Store it without the secret, or say where the secret is kept"
            .formatted(number, entity, secret.kind(), secret.start() + 1));
  }

  private void tell(List<String> kinds) {
    if (!kinds.isEmpty()) {
      told.accept(
          "a marker was stored in place of %s: %s. To store such texts as they are: secrets = \"off\""
              .formatted(
                  kinds.size() == 1 ? "a secret" : kinds.size() + " secrets",
                  String.join(", ", new TreeSet<>(kinds))));
    }
  }

  @Override
  public long deleteEntities(List<String> names, Author author) {
    return store.deleteEntities(names, author);
  }

  @Override
  public long deleteObservations(List<Observations> deletions, Author author) {
    return store.deleteObservations(deletions, author);
  }

  @Override
  public long deleteRelations(List<Relation> relations, Author author) {
    return store.deleteRelations(relations, author);
  }

  @Override
  public GraphSnapshot read(Selection selection) {
    return store.read(selection);
  }

  @Override
  public boolean canPrepareRecall() {
    return store.canPrepareRecall();
  }

  @Override
  public boolean prepareRecall() {
    return store.prepareRecall();
  }

  @Override
  public RecallPage recall(RecallQuery query) {
    return store.recall(query);
  }

  @Override
  public List<Replaced> replaced(Collection<String> entities) {
    return store.replaced(entities);
  }

  @Override
  public List<Change> changes(ChangeQuery query) {
    return store.changes(query);
  }

  @Override
  public long lastSequence() {
    return store.lastSequence();
  }

  @Override
  public long historyStart() {
    return store.historyStart();
  }

  @Override
  public StoreDescription describe() {
    return store.describe();
  }

  @Override
  public List<String> problems() {
    return store.problems();
  }

  @Override
  public void close() {
    store.close();
  }
}
