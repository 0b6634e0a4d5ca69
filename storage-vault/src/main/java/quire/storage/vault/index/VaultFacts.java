package quire.storage.vault.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import quire.ranking.FactIndex;
import quire.storage.vault.log.FactNumbers;
import quire.storage.vault.log.OpenLog;

/**
 * The facts of a vault with the changes that wrote them. They are gathered when they are asked for
 * the first time, so that who never recalls keeps nothing in memory; later only those of notes that
 * changed.
 */
public final class VaultFacts {
  /** Of all vaults together: one that is open twice in a process has two of these objects. */
  private static final AtomicLong GATHERED = new AtomicLong();

  private final String store;
  private FactNumbers numbers = new FactNumbers();
  private Map<String, NoteFacts> byName = new HashMap<>();
  private List<NoteFacts> newestFirst = new ArrayList<>();
  private long count;
  private long version = -1;
  private long rewrites;
  private long gathered;

  /**
   * @param store what names the vault within this process
   */
  public VaultFacts(String store) {
    this.store = store;
  }

  /**
   * {@return the facts as they stand, for as long as the caller has the monitor of {@link
   * IndexSync}}
   */
  public FactIndex current(OpenLog log, VaultIndex index) throws IOException {
    long now = log.counters().rewrites();
    if (now != rewrites) {
      numbers = new FactNumbers();
      rewrites = now;
    }
    boolean logged = numbers.catchUp(log.log(), log.counters().head());
    if (logged || version != index.version()) {
      gather(index);
      version = index.version();
    }
    return new VaultFactIndex(store, gathered, index, byName, newestFirst, count, numbers);
  }

  private void gather(VaultIndex index) {
    List<Note> notes = index.entities();
    Map<String, NoteFacts> known = byName;
    byName = HashMap.newHashMap(notes.size());
    newestFirst = new ArrayList<>(notes.size());
    count = 0;
    gathered = GATHERED.incrementAndGet();
    for (Note note : notes) {
      NoteFacts before = known.get(note.name());
      NoteFacts facts =
          before != null && before.note().equals(note) ? before : NoteFacts.of(note, numbers);
      facts.place(index.number(note.name()), count);
      count += facts.size();
      byName.put(note.name(), facts);
      newestFirst.add(facts);
    }
    newestFirst.sort(Comparator.comparingLong(NoteFacts::newest).reversed());
  }
}
