package quire.storage.vault.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quire.api.Change;
import quire.api.Replaced;
import quire.storage.vault.log.ChangeLog;
import quire.storage.vault.log.LogBatch;
import quire.storage.vault.log.LogMemory;
import quire.storage.vault.log.LoggedChange;
import quire.storage.vault.log.LoggedChange.TextFact;

/** Reads from the log what was replaced on entities (R27). */
public final class ReplacedReader {
  /** Of an entity, the newest calls that are looked at. */
  private static final int NEWEST = 200;

  private ReplacedReader() {}

  public static List<Replaced> read(
      ChangeLog log, long head, Collection<String> entities, LogMemory memory, VaultIndex index)
      throws IOException {
    List<Replaced> replaced = new ArrayList<>();
    for (String entity : new LinkedHashSet<>(entities)) {
      List<Long> calls = memory.replacing(entity);
      if (!calls.isEmpty()) {
        Set<String> present = present(index, entity);
        for (long call : calls.subList(Math.max(0, calls.size() - NEWEST), calls.size())) {
          for (LogBatch batch : batch(log, head, call)) {
            List<String> come = texts(log, head, batch, Change.Action.ADDED, entity);
            for (String text : texts(log, head, batch, Change.Action.REMOVED, entity)) {
              if (!come.isEmpty() && !present.contains(text)) {
                replaced.add(new Replaced(entity, text, batch.time(), come));
              }
            }
          }
        }
      }
    }
    return replaced;
  }

  private static Set<String> present(VaultIndex index, String entity) {
    return index
        .owner(entity)
        .filter(note -> note.kind() == Note.Kind.ENTITY)
        .map(note -> Set.copyOf(note.texts()))
        .orElse(Set.of());
  }

  /** {@return the call of this first change; empty if it is not there any more} */
  private static List<LogBatch> batch(ChangeLog log, long head, long first) throws IOException {
    List<LogBatch> found = new ArrayList<>(1);
    var _ =
        log.readWhile(
            log.offsetBefore(first),
            head,
            (batch, offset, end) -> {
              if (batch.firstSequence() == first) {
                found.add(batch);
              }
              return batch.firstSequence() < first;
            });
    return found;
  }

  private static List<String> texts(
      ChangeLog log, long head, LogBatch batch, Change.Action action, String entity)
      throws IOException {
    List<LoggedChange> wanted =
        batch.changes().stream()
            .filter(change -> change.action() == action)
            .filter(change -> change.fact() instanceof TextFact(String of, _) && of.equals(entity))
            .toList();
    List<Optional<String>> texts =
        new ArrayList<>(wanted.stream().map(LoggedChange::text).toList());
    log.readTexts(wanted, head, (change, text) -> texts.set(change, Optional.of(text)));
    return texts.stream().flatMap(Optional::stream).toList();
  }
}
