package quire.storage.vault.write;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import quire.api.Change;
import quire.storage.vault.format.WrittenRelation;
import quire.storage.vault.index.Note;
import quire.storage.vault.index.NoteReader;
import quire.storage.vault.log.LogBatch;
import quire.storage.vault.log.LoggedChange;
import quire.storage.vault.log.LoggedChange.EntityFact;
import quire.storage.vault.log.LoggedChange.RelationFact;
import quire.storage.vault.log.LoggedChange.TextFact;
import quire.storage.vault.log.SharedCounters;
import quire.storage.vault.tree.Digest;
import quire.storage.vault.tree.Log;

/**
 * Finishes or takes back what a process was at when it died. Done by whoever takes the lock next;
 * costs two looks at numbers when there is nothing to do.
 */
final class Recovery {
  private final VaultFiles state;
  private final NoteFiles files;
  private final NoteReader reader;
  private final Transaction transaction;
  private final Consumer<Step> steps;

  Recovery(
      VaultFiles state,
      NoteFiles files,
      NoteReader reader,
      Transaction transaction,
      Consumer<Step> steps) {
    this.state = state;
    this.files = files;
    this.reader = reader;
    this.transaction = transaction;
    this.steps = steps;
  }

  boolean isNeeded() throws IOException {
    return state.log().length() != state.counters().head()
        || state.counters().generation() % 2 != 0;
  }

  void run() throws IOException {
    if (!isNeeded()) {
      return;
    }
    steps.accept(Step.RECOVERING);
    SharedCounters counters = state.counters();
    long length = state.log().length();
    if (length < counters.head()) {
      // A power cut took the end of the log; the notes are the truth.
      counters.setHead(state.log().read(0, length, batch -> {}));
    }
    finish(length);
    state.log().truncate(counters.head());
    if (counters.generation() % 2 != 0) {
      transaction.end();
    }
    state.journal().removeLeftovers();
  }

  /** A write that another one followed was finished, though a power cut took the head's advance. */
  private void finish(long length) throws IOException {
    SharedCounters counters = state.counters();
    List<LogBatch> batch = new ArrayList<>();
    long end = state.log().readOne(counters.head(), length, batch::add);
    while (end > counters.head()) {
      boolean last = state.log().readOne(end, length, following -> {}) == end;
      if (last && !completes(batch.getLast(), counters.head())) {
        return;
      }
      counters.setHead(end);
      end = state.log().readOne(end, length, batch::add);
    }
  }

  /** {@return whether the last write happened, or happens now} */
  private boolean completes(LogBatch batch, long offset) throws IOException {
    files.removeLeftovers(batch);
    if (state.journal().isDecided(offset)) {
      Optional<List<NoteChange>> changes = state.journal().decided(offset);
      if (changes.isPresent()) {
        transaction.carryOut(changes.get(), batch.nonce());
        return true;
      }
      Log.of(Recovery.class)
          .log(
              System.Logger.Level.WARNING,
              "The journal of an unfinished write of {0} is damaged; the write is taken back",
              batch.author().client());
      return false;
    }
    return batch.notes().size() == 1 && isInEffect(batch);
  }

  private boolean isInEffect(LogBatch batch) throws IOException {
    LogBatch.TouchedNote touched = batch.notes().getFirst();
    try {
      NoteReader.Content content = reader.content(touched.path());
      Note note = NoteReader.parse(touched.path(), content);
      return !touched.digest().equals(Digest.ABSENT)
          && (content.digest().equals(touched.digest())
              || batch.changes().stream().allMatch(change -> holds(note, change)));
    } catch (NoSuchFileException e) {
      return touched.digest().equals(Digest.ABSENT);
    }
  }

  private static boolean holds(Note note, LoggedChange change) {
    boolean present =
        switch (change.fact()) {
          case EntityFact(_, _, String id) -> note.id().equals(id);
          case TextFact(_, Digest text) ->
              note.texts().stream().map(Digest::of).anyMatch(text::equals);
          case RelationFact(var relation) ->
              note.relations().stream()
                  .filter(written -> written.type().equals(relation.type()))
                  .map(WrittenRelation::link)
                  .anyMatch(link -> link.shown().orElse(link.target()).equals(relation.to()));
        };
    return present == (change.action() == Change.Action.ADDED);
  }
}
