package quire.storage.vault.log;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import quire.api.Author;
import quire.api.Change;
import quire.storage.vault.log.LoggedChange.EntityFact;
import quire.storage.vault.log.LoggedChange.ErasedFact;
import quire.storage.vault.log.LoggedChange.RelationFact;
import quire.storage.vault.log.LoggedChange.TextFact;
import quire.storage.vault.tree.Digest;

/** Which change wrote each fact, as the log tells. */
public final class FactNumbers {
  private final FactTable facts = new FactTable();
  private long head;
  private final List<Writing> writings = new ArrayList<>();
  private final Map<Author, Author> authors = new HashMap<>();

  /** Who wrote the changes from this one on, and when. */
  public record Writing(long first, Author author, Instant time) {}

  /** Reads what was logged since the last time; {@return whether there was anything} */
  public boolean catchUp(ChangeLog log, long logHead) throws IOException {
    long before = head;
    head = log.read(head, logHead, this::add);
    return head != before;
  }

  private void add(LogBatch batch) {
    Author author = authors.computeIfAbsent(batch.author(), unseen -> batch.author());
    writings.add(new Writing(batch.firstSequence(), author, batch.time()));
    long number = batch.firstSequence();
    for (LoggedChange change : batch.changes()) {
      if (change.action() == Change.Action.ADDED) {
        switch (change.fact()) {
          case TextFact(String entity, Digest text) ->
              put(FactTable.key(entity, text), number, batch);
          case EntityFact(String name, _, _) -> put(FactTable.key(name), number, batch);
          case RelationFact _, ErasedFact _ -> {
            // LogMemory knows the numbers of relations.
          }
        }
      }
      number++;
    }
  }

  public boolean isEmpty() {
    return facts.isEmpty();
  }

  /** {@return the number of the change that made the entity; 0 if the log does not know} */
  public long of(String entity) {
    return facts.get(FactTable.key(entity));
  }

  /** {@return the number of the change that added the observation; 0 if the log does not know} */
  public long of(String entity, String text) {
    return facts.get(FactTable.key(entity, Digest.of(text)));
  }

  /** {@return who wrote the change of this number, and when} */
  public Writing writing(long number) {
    int low = 0;
    int high = writings.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (writings.get(middle).first() <= number) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return writings.get(low);
  }

  /** What a person brought back is as old as it was, and by whom it was. */
  private void put(long key, long number, LogBatch batch) {
    if (!batch.isByHand() || !facts.has(key)) {
      facts.put(key, number);
    }
  }
}
