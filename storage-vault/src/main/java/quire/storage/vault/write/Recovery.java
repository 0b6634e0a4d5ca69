package quire.storage.vault.write;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import quire.api.Change;
import quire.storage.vault.format.NoteEdit;
import quire.storage.vault.format.WrittenRelation;
import quire.storage.vault.index.Note;
import quire.storage.vault.index.NoteReader;
import quire.storage.vault.log.LogBatch;
import quire.storage.vault.log.LoggedChange;
import quire.storage.vault.log.LoggedChange.EntityFact;
import quire.storage.vault.log.LoggedChange.ErasedFact;
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
  private final Consumer<CrashPoint> steps;

  Recovery(
      VaultFiles state,
      NoteFiles files,
      NoteReader reader,
      Transaction transaction,
      Consumer<CrashPoint> steps) {
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
    steps.accept(CrashPoint.RECOVERING);
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
    boolean completes = isCompleted(batch, offset);
    files.removeLeftovers(batch);
    return completes;
  }

  private boolean isCompleted(LogBatch batch, long offset) throws IOException {
    if (!state.journal().isDecided(offset)) {
      return batch.notes().size() == 1 && !batch.forgets() && isInEffect(batch);
    }
    Optional<RedoJournal.Decision> decision = state.journal().decided(offset);
    if (decision.isPresent()) {
      var _ = transaction.carryOut(decision.get(), batch.nonce(), Map.of());
      return true;
    }
    return isCompletedWithoutJournal(batch);
  }

  /**
   * A damaged journal no longer says what to do. If no note was changed yet, the write is taken
   * back; else the contents that were prepared beside the notes complete it.
   */
  private boolean isCompletedWithoutJournal(LogBatch batch) throws IOException {
    List<String> missing = new ArrayList<>();
    for (LogBatch.TouchedNote note : batch.notes()) {
      if (!digestOf(note.path()).equals(note.digest())) {
        missing.add(note.path());
      }
    }
    if (missing.size() == batch.notes().size()) {
      tell(batch, "is taken back");
      return false;
    }
    List<String> lost = new ArrayList<>();
    int number = 0;
    for (LogBatch.TouchedNote note : batch.notes()) {
      if (missing.contains(note.path()) && !replaces(note, batch.nonce(), number)) {
        lost.add(note.path());
      }
      number++;
    }
    tell(batch, lost.isEmpty() ? "was completed" : "is missing in " + String.join(", ", lost));
    return true;
  }

  private Digest digestOf(String path) throws IOException {
    try {
      return reader.content(path).digest();
    } catch (NoSuchFileException e) {
      return Digest.ABSENT;
    }
  }

  /** {@return whether a note is now as the write meant it} */
  private boolean replaces(LogBatch.TouchedNote note, String nonce, int number) throws IOException {
    Digest now = digestOf(note.path());
    Optional<byte[]> content = files.prepared(note.path(), note.digest(), nonce, number);
    boolean trashed = note.digest().equals(Digest.ABSENT);
    if (content.isEmpty() && !trashed) {
      return false;
    }
    if (!now.equals(Digest.ABSENT) && !trashed) {
      files.keepInTrash(note.path(), reader.content(note.path()).bytes(), nonce);
    }
    Draft.Kind kind =
        trashed
            ? Draft.Kind.TRASH
            : now.equals(Digest.ABSENT) ? Draft.Kind.CREATE : Draft.Kind.REPLACE;
    NoteChange change =
        new NoteChange(kind, note.path(), now, content.orElse(new byte[0]), NoteEdit.none());
    try {
      var _ = files.carryOutPrepared(change, nonce, number, Optional.empty());
      return true;
    } catch (DisturbedException e) {
      return false;
    }
  }

  private static void tell(LogBatch batch, String outcome) {
    Log.of(Recovery.class)
        .log(
            System.Logger.Level.WARNING,
            "The journal of an unfinished write of {0} is damaged; the write {1}",
            batch.author().client(),
            outcome);
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
          case ErasedFact() -> false;
          case RelationFact(var relation) ->
              note.relations().stream()
                  .filter(written -> written.type().equals(relation.type()))
                  .map(WrittenRelation::link)
                  .anyMatch(link -> link.shown().orElse(link.target()).equals(relation.to()));
        };
    return present == (change.action() == Change.Action.ADDED);
  }
}
