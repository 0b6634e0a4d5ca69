package quire.storage.vault.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Subject;
import quire.storage.vault.log.ChangeLog;
import quire.storage.vault.log.LogBatch;
import quire.storage.vault.log.LoggedChange;
import quire.storage.vault.log.LoggedChange.EntityFact;
import quire.storage.vault.log.LoggedChange.ErasedFact;
import quire.storage.vault.log.LoggedChange.RelationFact;
import quire.storage.vault.log.LoggedChange.TextFact;
import quire.storage.vault.tree.Digest;

/**
 * Answers questions about the change log. Texts that an older version did not log come from the
 * notes.
 */
public final class ChangeReader {
  private final ChangeQuery query;
  private final List<Found> found = new ArrayList<>();
  private final Map<TextFact, Long> removals = new HashMap<>();
  private boolean lacksText;

  private record Found(long sequence, LogBatch batch, LoggedChange change) {
    Found with(String text) {
      return new Found(sequence, batch, change.withText(Optional.of(text)));
    }
  }

  private ChangeReader(ChangeQuery query) {
    this.query = query;
  }

  public static List<Change> read(ChangeLog log, long head, ChangeQuery query, VaultIndex index)
      throws IOException {
    ChangeReader reader = new ChangeReader(query);
    var _ =
        log.readWhile(
            log.offsetBefore(query.after() + 1),
            head,
            (batch, offset, end) -> {
              reader.add(batch);
              return reader.isOpen();
            });
    reader.gatherFromLog(log, head);
    return reader.answer(index);
  }

  private void add(LogBatch batch) {
    if (batch.lastSequence() <= query.after()) {
      return;
    }
    long sequence = batch.firstSequence();
    for (LoggedChange change : batch.changes()) {
      if (found.size() < query.limit() && isWanted(sequence, batch, change)) {
        found.add(new Found(sequence, batch, change));
        lacksText |= !change.keepsText();
      }
      if (change.action() == Change.Action.REMOVED && change.fact() instanceof TextFact text) {
        removals.put(text, sequence);
      }
      sequence++;
    }
  }

  /** {@return whether what follows matters: as an answer, or as the end of what has no text} */
  private boolean isOpen() {
    return found.size() < query.limit() || lacksText;
  }

  private boolean isWanted(long sequence, LogBatch batch, LoggedChange change) {
    return sequence > query.after()
        && !(change.fact() instanceof ErasedFact)
        && query.since().stream().noneMatch(since -> batch.time().isBefore(since))
        && query.client().stream().allMatch(batch.author().client()::equals)
        && query.entity().stream().allMatch(name -> concerns(change.fact(), name));
  }

  private static boolean concerns(LoggedChange.Fact fact, String entity) {
    return switch (fact) {
      case EntityFact(String name, _, _) -> name.equals(entity);
      case TextFact(String name, _) -> name.equals(entity);
      case RelationFact(var relation) ->
          relation.from().equals(entity) || relation.to().equals(entity);
      case ErasedFact() -> false;
    };
  }

  /** Texts that the log has elsewhere. */
  private void gatherFromLog(ChangeLog log, long head) throws IOException {
    log.readTexts(
        found.stream().map(Found::change).toList(),
        head,
        (change, text) -> found.set(change, found.get(change).with(text)));
  }

  private List<Change> answer(VaultIndex index) {
    Map<TextFact, String> texts = new HashMap<>();
    found.stream()
        .filter(each -> each.change().text().isEmpty())
        .map(each -> each.change().fact() instanceof TextFact text ? text.entity() : "")
        .distinct()
        .forEach(name -> gatherTexts(index, name, texts));
    return found.stream().map(each -> change(each, texts)).toList();
  }

  private static void gatherTexts(VaultIndex index, String name, Map<TextFact, String> texts) {
    index
        .owner(name)
        .filter(note -> note.kind() == Note.Kind.ENTITY)
        .ifPresent(
            note ->
                note.texts().forEach(text -> texts.put(new TextFact(name, Digest.of(text)), text)));
  }

  /** {@return the text of a change that an older version logged, as long as a note has it} */
  private Optional<String> present(Found each, TextFact text, Map<TextFact, String> texts) {
    return removals.getOrDefault(text, 0L) >= each.sequence()
        ? Optional.empty()
        : Optional.ofNullable(texts.get(text));
  }

  private Change change(Found each, Map<TextFact, String> texts) {
    Subject subject =
        switch (each.change().fact()) {
          case EntityFact(String name, String type, _) -> new Subject.OfEntity(name, type);
          case ErasedFact() -> throw new IllegalStateException("Nothing is left to tell of");
          case RelationFact(var relation) -> new Subject.OfRelation(relation);
          case TextFact text ->
              new Subject.OfObservation(
                  text.entity(), each.change().text().or(() -> present(each, text, texts)));
        };
    return new Change(
        each.sequence(),
        each.batch().firstSequence(),
        each.batch().time(),
        each.batch().author(),
        each.change().action(),
        subject);
  }
}
