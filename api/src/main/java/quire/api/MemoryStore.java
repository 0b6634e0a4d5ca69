package quire.api;

import java.util.List;

/**
 * Keeps one knowledge graph that any number of processes and threads write together.
 *
 * <p>The rules, each with a test of its number in the conformance kit:
 *
 * <ul>
 *   <li>R1 to R5: what each write does, at the methods below.
 *   <li>R6 to R8: what each read selects, at {@link Selection}.
 *   <li>R9: a call happens completely or not at all, also when the process is killed in the middle;
 *       once it has returned, its effect survives the death of any process and, at {@link
 *       Durability#FULL}, a power cut.
 *   <li>R10: a call sees every write that any process had acknowledged before the call began.
 *   <li>R11: two or more processes and any number of threads use one store; none is ever refused
 *       because another one is open.
 *   <li>R12: reads never wait for a writer.
 *   <li>R13: {@link StoreBusyException} means that nothing happened and the call can be repeated;
 *       any other failure of a write's commit is a {@link StoreUndecidedException}, and repeating
 *       the call is safe because R1 to R5 make it idempotent.
 *   <li>R14: a damaged store is refused with {@link StoreDamagedException} and left as it is: never
 *       renamed, emptied or repaired unasked.
 *   <li>R15: every write leaves one change per changed fact in the log, none for what it skipped;
 *       sequence numbers strictly increase in the order of commits.
 *   <li>R16: strings are kept and compared exactly, code point by code point.
 *   <li>R17: what exceeds {@link Limits} is refused with {@link LimitExceededException} before
 *       anything is written.
 *   <li>R18 to R21: what is recalled, in which order and how much of it, at {@link #recall}.
 *   <li>R22: what a store holds but cannot read is named, with the reason, in every answer that
 *       misses it: {@link GraphSnapshot#missing()}, {@link RecallPage#missing()}. Nothing readable
 *       is left out because something else is not.
 * </ul>
 *
 * <p>Every method throws {@link StoreBusyException}, {@link StoreUnavailableException} or {@link
 * StoreDamagedException} where they apply; a write also {@link StoreUndecidedException}, {@link
 * StoreReadOnlyException}, {@link StoreRefusedException} and {@link LimitExceededException}. After
 * {@link #close()} every call is a {@link StoreUnavailableException}.
 */
public interface MemoryStore extends AutoCloseable {
  /**
   * R1: adds the entities whose name is not yet taken. An entity that exists is left untouched, its
   * observations are not added. Of a name twice in one call the first wins; an observation twice in
   * one entity stands once.
   *
   * @return exactly the entities that were new, as stored, in the order given
   */
  List<Entity> createEntities(List<Entity> entities, Author author);

  /**
   * R2: adds the relations whose triple is not yet there. Their ends need not exist.
   *
   * @return exactly the relations that were new, in the order given
   */
  List<Relation> createRelations(List<Relation> relations, Author author);

  /**
   * R3: appends the texts that the entities do not have yet.
   *
   * @return one item per item given, in that order, with the texts that were really added
   * @throws EntityNotFoundException if one of the entities does not exist; nothing was added
   */
  List<Observations> addObservations(List<Observations> additions, Author author);

  /**
   * R4: removes the entities of these names, their observations, and every relation that touches
   * one of these names, also where the name belongs to no entity.
   *
   * @return how many facts were removed (entities, observations and relations); 0 changed nothing
   */
  long deleteEntities(List<String> names, Author author);

  /**
   * R5: removes the texts that are there; unknown entities and texts are ignored.
   *
   * @return how many were removed
   */
  long deleteObservations(List<Observations> deletions, Author author);

  /**
   * R5: removes the relations that are there.
   *
   * @return how many were removed
   */
  long deleteRelations(List<Relation> relations, Author author);

  /** {@return the selected part of the graph as it stands now; the caller closes it} */
  GraphSnapshot read(Selection selection);

  /**
   * Finds the facts that answer a question best, with one ranking for all backends.
   *
   * <ul>
   *   <li>R18: a fact is found by words of its own, of its entity's name and type, of what the same
   *       session wrote just before and after, and by the time it was written: in any inflection,
   *       with and without accents, parts of identifiers, and misspelled if nothing is spelled so.
   *       The query is text and never syntax.
   *   <li>R19: the facts of an entity come first if the query is its name, then those that hold the
   *       whole query literally; of equals the newest comes first. A blank query finds the newest.
   *   <li>R20: only what the filter accepts is found; its surroundings count nevertheless.
   *   <li>R21: a page keeps limit and budget; if the first fact alone exceeds the budget, its text
   *       is cut. Pages cover every fact found once as long as nothing is written.
   * </ul>
   */
  RecallPage recall(RecallQuery query);

  /** {@return the changes asked for, oldest first; empty if there is none} */
  List<Change> changes(ChangeQuery query);

  /**
   * {@return the sequence number of the newest change that any process has committed, 0 if there is
   * none} Cheap enough to be asked several times a second.
   */
  long lastSequence();

  /** {@return what and where this store is, and how much it holds} */
  StoreDescription describe();

  /**
   * Checks the whole store, which may take long, and changes nothing.
   *
   * @return one sentence per problem found; empty for a sound store
   */
  List<String> problems();

  /**
   * Ends the use of the store: calls that run are finished first. Never waits for another process.
   * Repeated calls do nothing.
   */
  @Override
  void close();
}
