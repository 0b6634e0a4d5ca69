package quire.api;

import java.util.Collection;
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
 *   <li>R15: every write leaves one change per changed fact in the log, with the fact's text, none
 *       for what it skipped; sequence numbers strictly increase in the order of commits, and the
 *       changes of one call carry the same {@link Change#call()}.
 *   <li>R16: strings are kept and compared exactly, code point by code point.
 *   <li>R17: what exceeds {@link Limits} is refused with {@link LimitExceededException} before
 *       anything is written.
 *   <li>R18 to R21: what is recalled, in which order and how much of it, at {@link #recall}.
 *   <li>R22: what a store holds but cannot read is named, with the reason, in every answer that
 *       misses it: {@link GraphSnapshot#missing()}, {@link RecallPage#missing()}. Nothing readable
 *       is left out because something else is not.
 *   <li>R23: what was removed stays in the log with its text, and the changes after {@link
 *       #historyStart()} lead from one state of the graph to every later one.
 *   <li>R24 to R26: what the writes do that put right, at {@link #amend}, {@link #renameEntity},
 *       {@link #mergeEntities} and {@link #forget}.
 *   <li>R27: what takes the place of a fact, and what tells of it, at {@link #replaceObservations}
 *       and {@link #replaced}.
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
   * R27: appends texts as {@link #addObservations} does, in the same call in which the texts go
   * that they replace. The log has these as removed. Where the new texts are there already, what
   * they replace may be gone, so the call can be repeated.
   *
   * @return one item per item given, in that order, with the texts that were really added
   * @throws EntityNotFoundException if one of the entities does not exist; nothing was changed
   * @throws StoreRefusedException if a text to be replaced is not there; nothing was changed
   */
  default List<Observations> replaceObservations(List<Replacement> replacements, Author author) {
    return Replacing.carryOut(this, replacements, author);
  }

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

  /**
   * R24: carries out exactly these removals, then exactly these additions, as one write.
   *
   * @return the number of the call, as {@link Change#call()} has it; 0 if nothing was to be done
   * @throws StoreRefusedException if a removed fact is not there, an added one is, an observation
   *     would stand on no entity, or a removed entity would leave observations behind; nothing was
   *     written
   */
  long amend(Amendment amendment, Author author);

  /**
   * R25: gives an entity another name: with its type, its observations in their order, and every
   * relation that touches the name. The log has it as {@link Amendment#renaming} says, in one call.
   *
   * @return how many facts have the new name; 0 if both names are the same
   * @throws EntityNotFoundException if there is no entity of the first name; nothing was changed
   * @throws StoreRefusedException if the second name is taken by an entity; nothing was changed
   */
  long renameEntity(String from, String to, Author author);

  /**
   * R25: moves what one entity has to another: the observations that the other lacks are appended
   * to it, relations touch it instead, and the first entity is gone. The log has it as {@link
   * Amendment#merging} says, in one call.
   *
   * @return how many facts the other entity got
   * @throws EntityNotFoundException if one of the two does not exist; nothing was changed
   * @throws IllegalArgumentException if both names are the same
   */
  long mergeEntities(String from, String into, Author author);

  /**
   * R26: removes texts for good, from the graph and from all that the store keeps of the past: with
   * the texts given these observations, without any the entity as a whole, its name and relations
   * included. It does not matter whether they are still in the graph. The log has one change per
   * item, {@link Change.Action#FORGOTTEN}, without the text; sequences of forgotten changes are
   * missing in it. What is outside the store, such as a copy of it, is not reached.
   *
   * @return how many facts and entries of the log are gone
   */
  long forget(List<Observations> items, Author author);

  /** {@return the selected part of the graph as it stands now; the caller closes it} */
  GraphSnapshot read(Selection selection);

  /**
   * Finds the facts that answer a question best, with one ranking for all backends.
   *
   * <ul>
   *   <li>R18: a fact is found by words of its own, of its entity's name and type, of what the same
   *       session wrote just before and after, and by the time it was written: in any inflection,
   *       with and without accents, parts of identifiers, and misspelled if nothing is spelled so.
   *       The query is text and never syntax. Where a module of this installation knows meanings
   *       and is ready, a fact that is near enough to the question is found without any of these.
   *   <li>R19: the facts of an entity come first if the query is its name, then those that hold the
   *       whole query literally; of equals the newest comes first. A blank query finds the newest.
   *   <li>R20: only what the filter accepts is found; its surroundings count nevertheless.
   *   <li>R21: a page keeps limit and budget; if the first fact alone exceeds the budget, its text
   *       is cut. Pages cover every fact found once as long as nothing is written. Where meanings
   *       are known, that holds within one process, as long as it remembers the first page: until
   *       64 other questions were asked. The pages after it go by the same order.
   * </ul>
   */
  RecallPage recall(RecallQuery query);

  /**
   * {@return whether {@link #prepareRecall()} may have anything to do} Answers at once, whatever
   * the store is busy with. False for ever where no module finds facts by their meaning.
   */
  default boolean canPrepareRecall() {
    return false;
  }

  /**
   * Prepares later recalls for about 20 ms, where a module of this installation finds facts by
   * their meaning and has been asked to by a recall; it is to be called while nothing else is to be
   * done. It waits for the store like any other read. What is found, and in which order, is the
   * same for everybody whose store is prepared.
   *
   * @return whether there is more to prepare; if that is said much sooner, nothing can be done
   *     right now, and it is to be called again after a while
   */
  default boolean prepareRecall() {
    return false;
  }

  /**
   * R27: tells what was replaced on these entities: the texts that a call removed from one of them
   * while it added others to it, be it {@link #replaceObservations} or not, unless they are there
   * again. Of an entity's removals only the newest 200 may be looked at.
   *
   * @return of each entity the texts in the order in which they were replaced
   */
  default List<Replaced> replaced(Collection<String> entities) {
    return Replacing.in(this, entities);
  }

  /** {@return the changes asked for, oldest first; empty if there is none} */
  List<Change> changes(ChangeQuery query);

  /**
   * {@return the sequence number of the newest change that any process has committed, 0 if there is
   * none} Cheap enough to be asked several times a second.
   */
  long lastSequence();

  /**
   * {@return the sequence after which the log lacks nothing but what was forgotten (R23)} 0 if it
   * goes back to the first write. What was removed before may be missing or have no text.
   */
  long historyStart();

  /** {@return what and where this store is, and how much it holds} */
  StoreDescription describe();

  /**
   * Checks the whole store, which may take long, and changes nothing.
   *
   * @return one sentence per problem found; empty for a sound store
   */
  List<String> problems();

  /**
   * {@return the store that this one writes to: itself, unless its reads answer from others too}
   * Whoever plans a write by what is there asks this one.
   */
  default MemoryStore written() {
    return this;
  }

  /**
   * Ends the use of the store: calls that run are finished first. Never waits for another process.
   * Repeated calls do nothing.
   */
  @Override
  void close();
}
