package quire.storage.vault.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import quire.api.Change;
import quire.storage.vault.log.LoggedChange.TextFact;

/**
 * Where in the log each text is, so that the removal of an observation need not repeat it. Gathered
 * at the first removal: who only adds and reads keeps nothing in memory. Needs the vault's lock.
 */
public final class TextPlaces {
  private FactTable places = new FactTable();
  private long seen;

  /** {@return the batch with places of texts in place of the texts that it removes} */
  public LogBatch once(LogBatch batch, ChangeLog log, long head) throws IOException {
    if (batch.changes().stream().noneMatch(TextPlaces::mayRefer)) {
      return batch;
    }
    catchUp(log, head);
    List<LoggedChange> changes = new ArrayList<>(batch.changes());
    List<LoggedChange> referring = batch.changes().stream().map(this::referring).toList();
    // The log is asked: a text may have been forgotten there, or be of another fact's hash.
    log.readTexts(
        referring,
        head,
        (change, kept) -> {
          if (changes.get(change).text().stream().anyMatch(kept::equals)) {
            changes.set(change, referring.get(change));
          }
        });
    return batch.with(changes);
  }

  private static boolean mayRefer(LoggedChange change) {
    return change.action() == Change.Action.REMOVED
        && change.fact() instanceof TextFact
        && change.text().isPresent();
  }

  private void catchUp(ChangeLog log, long head) throws IOException {
    if (head < seen) { // a power cut took the end of the log
      places = new FactTable();
      seen = 0;
    }
    seen =
        log.readWhile(
            seen,
            head,
            (batch, offset, end) -> {
              learn(batch, offset);
              return true;
            });
  }

  private void learn(LogBatch batch, long offset) {
    for (LoggedChange change : batch.changes()) {
      if (change.text().isPresent() && change.fact() instanceof TextFact(var entity, var text)) {
        places.put(FactTable.key(entity, text), offset - LoggedChange.NOWHERE);
      }
    }
  }

  /** {@return the change with the place of its text, if it is one that may have it elsewhere} */
  private LoggedChange referring(LoggedChange change) {
    return mayRefer(change) && change.fact() instanceof TextFact(var entity, var text)
        ? change.withTextAt(places.get(FactTable.key(entity, text)) + LoggedChange.NOWHERE)
        : change;
  }
}
