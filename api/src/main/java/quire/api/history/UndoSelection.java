package quire.api.history;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import quire.api.Change;
import quire.api.ChangePages;
import quire.api.ChangeQuery;
import quire.api.MemoryStore;

/**
 * Which calls are to be taken back.
 *
 * @param sequence the call that made this change
 * @param client only calls of this client
 * @param session only calls of this session
 * @param since only calls at this time or later
 * @param last of the calls that fit, only the last one
 */
public record UndoSelection(
    Optional<Long> sequence,
    Optional<String> client,
    Optional<String> session,
    Optional<Instant> since,
    boolean last) {
  private static final int PAGE = 1_000;

  /** The call that wrote last, whoever that was. */
  public static final UndoSelection LAST =
      new UndoSelection(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true);

  /** {@return the call that made this change} */
  public static UndoSelection ofChange(long sequence) {
    return new UndoSelection(
        Optional.of(sequence), Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  /** {@return the numbers of these calls, as {@link Change#call()} has them; oldest first} */
  public Set<Long> calls(MemoryStore store) {
    Set<Long> calls = new LinkedHashSet<>();
    if (sequence.isPresent()) {
      store.changes(ChangeQuery.after(sequence.get() - 1, 1)).stream()
          .filter(change -> change.sequence() == sequence.get() && fits(change))
          .forEach(change -> calls.add(change.call()));
    } else if (last) {
      // Most often it is among the newest changes; only where it is not, all are looked at.
      lastOf(store, Math.max(0, store.lastSequence() - PAGE), calls);
      if (calls.isEmpty()) {
        lastOf(store, 0, calls);
      }
    } else {
      each(store, 0, calls);
    }
    return calls;
  }

  private void lastOf(MemoryStore store, long after, Set<Long> calls) {
    LinkedHashSet<Long> all = new LinkedHashSet<>();
    each(store, after, all);
    if (!all.isEmpty()) {
      calls.add(all.getLast());
    }
  }

  private void each(MemoryStore store, long after, Set<Long> calls) {
    ChangePages.each(
        store,
        after,
        change -> {
          if (change.action() != Change.Action.FORGOTTEN && fits(change)) {
            calls.add(change.call());
          }
          return true;
        });
  }

  private boolean fits(Change change) {
    return client.stream().allMatch(change.author().client()::equals)
        && session.stream().allMatch(change.author().session()::equals)
        && since.stream().noneMatch(change.time()::isBefore);
  }
}
