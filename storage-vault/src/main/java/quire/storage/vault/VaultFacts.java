package quire.storage.vault;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quire.api.Author;
import quire.api.Change;
import quire.api.Entity;
import quire.api.Fact;
import quire.ranking.FactList;
import quire.storage.vault.LoggedChange.EntityFact;
import quire.storage.vault.LoggedChange.TextFact;

/**
 * The facts of a vault with the changes that wrote them. They are gathered when they are asked for
 * the first time and again after a change, so that who never recalls keeps nothing in memory.
 */
final class VaultFacts {
  /** Whoever wrote what the log does not know. */
  private static final Author PERSON = new Author("", "");

  private Optional<FactList> facts = Optional.empty();
  private long version;
  private long head;

  private record Written(long sequence, LogBatch batch) {}

  /** {@return the facts as they stand; the caller has the monitor of {@link Freshness}} */
  FactList current(ChangeLog log, long logHead, VaultIndex index) throws IOException {
    if (facts.isPresent() && version == index.version() && head == logHead) {
      return facts.get();
    }
    Map<LoggedChange.Fact, Written> written = new HashMap<>();
    log.read(0, logHead, batch -> remember(batch, written));
    FactList gathered = new FactList(gather(index.entities(), written));
    facts = Optional.of(gathered);
    version = index.version();
    head = logHead;
    return gathered;
  }

  private static void remember(LogBatch batch, Map<LoggedChange.Fact, Written> written) {
    long sequence = batch.firstSequence();
    for (LoggedChange change : batch.changes()) {
      if (change.action() == Change.Action.ADDED) {
        switch (change.fact()) {
          case TextFact text -> written.put(text, new Written(sequence, batch));
          case EntityFact(String name, _, _) ->
              written.put(entity(name), new Written(sequence, batch));
          case LoggedChange.RelationFact _ -> {
            // Relations are no facts that are recalled.
          }
        }
      }
      sequence++;
    }
  }

  /** An entity's type and id may have been edited since. */
  private static EntityFact entity(String name) {
    return new EntityFact(name, "", "");
  }

  private static List<Fact> gather(
      Collection<Note> notes, Map<LoggedChange.Fact, Written> written) {
    List<Fact> facts = new ArrayList<>();
    for (Note note : notes) {
      Entity entity = note.entity();
      facts.add(fact(note, Optional.empty(), written.get(entity(entity.name())), facts.size()));
      for (String text : entity.observations()) {
        Written logged = written.get(new TextFact(entity.name(), Digest.of(text)));
        facts.add(fact(note, Optional.of(text), logged, facts.size()));
      }
    }
    return facts;
  }

  /**
   * @param number tells facts apart that a person wrote
   */
  private static Fact fact(Note note, Optional<String> text, @Nullable Written logged, int number) {
    Entity entity = note.entity();
    return logged == null
        ? new Fact(
            (long) number - Integer.MAX_VALUE,
            entity.name(),
            entity.type(),
            text,
            PERSON,
            Instant.ofEpochSecond(0, note.stamp().modified()))
        : new Fact(
            logged.sequence(),
            entity.name(),
            entity.type(),
            text,
            logged.batch().author(),
            logged.batch().time());
  }
}
