package quire.storage.vault.conflict;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import quire.api.Change;
import quire.storage.vault.index.Note;
import quire.storage.vault.index.VaultIndex;
import quire.storage.vault.log.ChangeLog;
import quire.storage.vault.log.LogBatch;
import quire.storage.vault.log.LoggedChange;
import quire.storage.vault.log.LoggedChange.EntityFact;
import quire.storage.vault.log.LoggedChange.ErasedFact;
import quire.storage.vault.log.LoggedChange.Fact;
import quire.storage.vault.log.LoggedChange.RelationFact;
import quire.storage.vault.log.LoggedChange.TextFact;
import quire.storage.vault.tree.Digest;

/**
 * Compares the change log with the notes. What is missing was removed by hand, or overwritten by an
 * editor with an unsaved note, or by a sync tool with an older version.
 */
public final class VanishedFacts {
  private VanishedFacts() {}

  public static List<String> of(ChangeLog log, long head, VaultIndex index) throws IOException {
    Map<Fact, LogBatch> live = new LinkedHashMap<>();
    log.read(0, head, batch -> add(live, batch));
    Map<String, Set<Digest>> texts = new HashMap<>();
    return live.entrySet().stream()
        .filter(fact -> !isThere(fact.getKey(), index, texts))
        .map(fact -> describe(fact.getKey(), fact.getValue()))
        .toList();
  }

  /** What is logged as removed by hand is still to be told here: an editor may have done it. */
  private static void add(Map<Fact, LogBatch> live, LogBatch batch) {
    boolean removesOnly =
        batch.changes().stream().allMatch(change -> change.action() == Change.Action.REMOVED);
    if (batch.isByHand() && removesOnly) {
      return;
    }
    for (LoggedChange change : batch.changes()) {
      if (change.action() == Change.Action.ADDED) {
        live.put(change.fact(), batch);
      } else {
        live.remove(change.fact());
      }
    }
  }

  private static boolean isThere(Fact fact, VaultIndex index, Map<String, Set<Digest>> texts) {
    return switch (fact) {
      case EntityFact(String name, _, String id) ->
          index.owner(name).isPresent() || !index.pathsOfId(id).isEmpty();
      case TextFact(String name, Digest text) ->
          !isReadable(index, name)
              || texts.computeIfAbsent(name, entity -> digests(index, entity)).contains(text);
      case ErasedFact() -> true;
      case RelationFact(var relation) ->
          index.relationsTouching(List.of(relation.from())).contains(relation)
              || !isReadable(index, relation.from());
    };
  }

  /** Of a note that cannot be read, nobody can say what it lacks. */
  private static boolean isReadable(VaultIndex index, String name) {
    return index.owner(name).stream().anyMatch(note -> note.kind() != Note.Kind.UNREADABLE);
  }

  private static Set<Digest> digests(VaultIndex index, String name) {
    return index.owner(name).stream()
        .flatMap(note -> note.texts().stream())
        .map(Digest::of)
        .collect(Collectors.toSet());
  }

  private static String describe(Fact fact, LogBatch batch) {
    String what =
        switch (fact) {
          case ErasedFact() -> "a fact";
          case EntityFact(String name, _, _) -> "the entity \"%s\"".formatted(name);
          case TextFact(String name, _) -> "an observation on \"%s\"".formatted(name);
          case RelationFact(var relation) ->
              "the relation \"%s\" %s \"%s\""
                  .formatted(relation.from(), relation.type(), relation.to());
        };
    return "%s, written by %s on %s, is gone from the notes"
        .formatted(what, batch.author().client(), batch.time());
  }
}
