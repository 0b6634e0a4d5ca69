package quire.conformance;

import java.util.Collection;
import java.util.List;
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

/** Passes every call on; the broken stores override what they break. */
class ForwardingMemoryStore implements MemoryStore {
  final MemoryStore store;

  ForwardingMemoryStore(MemoryStore store) {
    this.store = store;
  }

  @Override
  public List<Entity> createEntities(List<Entity> entities, Author author) {
    return store.createEntities(entities, author);
  }

  @Override
  public List<Relation> createRelations(List<Relation> relations, Author author) {
    return store.createRelations(relations, author);
  }

  @Override
  public List<Observations> addObservations(List<Observations> additions, Author author) {
    return store.addObservations(additions, author);
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
  public long amend(Amendment amendment, Author author) {
    return store.amend(amendment, author);
  }

  @Override
  public long renameEntity(String from, String to, Author author) {
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
  public List<Observations> replaceObservations(List<Replacement> replacements, Author author) {
    return store.replaceObservations(replacements, author);
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
