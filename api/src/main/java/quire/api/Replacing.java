package quire.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import quire.api.Change.Action;
import quire.api.Subject.OfObservation;

/** Puts observations in the place of others, and tells which were replaced (R27). */
final class Replacing {
  /** So often the facts are read anew when others change them meanwhile. */
  private static final int ATTEMPTS = 5;

  private final Map<String, Set<String>> before = new HashMap<>();
  private final Map<String, Set<String>> after = new HashMap<>();
  private final List<Subject> removals = new ArrayList<>();
  private final List<Subject> additions = new ArrayList<>();
  private final List<Observations> added = new ArrayList<>();

  private Replacing(MemoryStore store, List<Replacement> replacements) {
    List<String> names = replacements.stream().map(Replacement::entity).distinct().toList();
    try (GraphSnapshot graph = store.read(new Selection.Named(names))) {
      graph.entities(
          entity -> {
            before.put(entity.name(), Set.copyOf(entity.observations()));
            after.put(entity.name(), new HashSet<>(entity.observations()));
          });
    }
    replacements.forEach(this::remove);
    replacements.forEach(this::add);
  }

  static List<Observations> carryOut(
      MemoryStore store, List<Replacement> replacements, Author author) {
    for (int attempt = 1; ; attempt++) {
      Replacing plan = new Replacing(store, replacements);
      try {
        var _ = store.amend(new Amendment(plan.removals, plan.additions), author);
        return plan.added;
      } catch (StoreRefusedException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Set<String> present(String entity) {
    Set<String> texts = after.get(entity);
    if (texts == null) {
      throw new EntityNotFoundException(entity);
    }
    return texts;
  }

  private void remove(Replacement replacement) {
    String entity = replacement.entity();
    Set<String> texts = present(entity);
    for (String text : new LinkedHashSet<>(replacement.replaced())) {
      if (replacement.texts().contains(text)) {
        continue; // it stays
      }
      if (texts.remove(text)) {
        removals.add(new OfObservation(entity, Optional.of(text)));
      } else if (!isDone(replacement, text)) {
        throw new StoreRefusedException(
            "Cannot replace a fact of \"%s\": it has no observation \"%s\"; nothing was written. Give the text exactly as it stands there"
                .formatted(entity, text));
      }
    }
  }

  /** Whoever repeats a call, or says it twice in one, finds it done. */
  private boolean isDone(Replacement replacement, String text) {
    Set<String> texts = before.getOrDefault(replacement.entity(), Set.of());
    return texts.contains(text)
        || (!replacement.texts().isEmpty() && texts.containsAll(replacement.texts()));
  }

  private void add(Replacement replacement) {
    Set<String> texts = present(replacement.entity());
    List<String> fresh = new ArrayList<>();
    for (String text : replacement.texts()) {
      if (texts.add(text)) {
        additions.add(new OfObservation(replacement.entity(), Optional.of(text)));
        fresh.add(text);
      }
    }
    added.add(new Observations(replacement.entity(), fresh));
  }

  /** What one call took from an entity and gave it. */
  private record Exchange(Change first, List<String> gone, List<String> come) {}

  /** {@return what was replaced on these entities, as the log tells} */
  static List<Replaced> in(MemoryStore store, Collection<String> entities) {
    List<Replaced> all = new ArrayList<>();
    for (String entity : new LinkedHashSet<>(entities)) {
      Map<Long, Exchange> calls = new LinkedHashMap<>();
      Set<String> present = new HashSet<>();
      ChangePages.ofEntity(
          store,
          entity,
          change -> {
            if (change.subject() instanceof OfObservation(_, Optional<String> text)) {
              text.ifPresent(known -> note(change, known, calls, present));
            }
            return true;
          });
      for (Exchange exchange : calls.values()) {
        for (String text : exchange.come().isEmpty() ? List.<String>of() : exchange.gone()) {
          if (!present.contains(text)) {
            all.add(new Replaced(entity, text, exchange.first().time(), exchange.come()));
          }
        }
      }
    }
    return all;
  }

  private static void note(
      Change change, String text, Map<Long, Exchange> calls, Set<String> present) {
    Exchange exchange =
        calls.computeIfAbsent(
            change.call(), call -> new Exchange(change, new ArrayList<>(), new ArrayList<>()));
    if (change.action() == Action.ADDED) {
      exchange.come().add(text);
      present.add(text);
    } else {
      exchange.gone().add(text);
      present.remove(text);
    }
  }
}
