package quire.mcp.tools;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Selection;
import quire.mcp.catalog.ToolContext;
import quire.text.Nearest;

/** What an agent is told beside the result when a call did less than it was asked for. */
final class Notes {
  /** More than this is counted. */
  private static final int NAMED = 5;

  /** Names that may have been meant; a name that is in more entities is no misspelling. */
  private static final int COMPARED = 100;

  private static final int LONGEST_NAME = 100;

  /** So many entities at once are rarely one mistake of an agent's and rarely all meant. */
  private static final int MANY = 50;

  /** Below, a fifth of the store is nothing remarkable. */
  private static final int FEW = 5;

  private Notes() {}

  static List<String> existing(List<Entity> asked, List<Entity> created) {
    if (isDone(asked, created, Entity::observations)) {
      return List.of();
    }
    Set<String> made = created.stream().map(Entity::name).collect(Collectors.toSet());
    List<Entity> known = asked.stream().filter(entity -> !made.contains(entity.name())).toList();
    List<String> notes = new ArrayList<>();
    for (Entity entity : known.subList(0, Math.min(NAMED, known.size()))) {
      notes.add(
          entity.observations().isEmpty()
              ? "\"%s\" exists already".formatted(entity.name())
              : "\"%s\" exists already; its observations were not added: use add_observations"
                  .formatted(entity.name()));
    }
    if (known.size() > NAMED) {
      notes.add("%d more exist already".formatted(known.size() - NAMED));
    }
    notes.addAll(
        replaced(
            asked.stream().flatMap(entity -> entity.observations().stream()),
            created.stream().flatMap(entity -> entity.observations().stream())));
    return notes;
  }

  /** Most calls: there is nothing to say, and finding that out took a tenth of the call. */
  private static <T> boolean isDone(List<T> asked, List<T> done, Function<T, List<String>> texts) {
    boolean all = asked.size() == done.size();
    for (int i = 0; all && i < asked.size(); i++) {
      all = texts.apply(asked.get(i)).equals(texts.apply(done.get(i)));
    }
    return all;
  }

  static List<String> known(List<Observations> asked, List<Observations> added) {
    if (isDone(asked, added, Observations::texts)) {
      return List.of();
    }
    long facts = facts(asked);
    long known = facts - facts(added);
    List<String> notes = new ArrayList<>();
    if (known > 0) {
      notes.add("%d of %s there already".formatted(known, were(facts, "fact")));
    }
    notes.addAll(
        replaced(
            asked.stream().flatMap(list -> list.texts().stream()),
            added.stream().flatMap(list -> list.texts().stream())));
    return notes;
  }

  /** Says how many texts were stored in another form: the store takes no secrets. */
  private static List<String> replaced(Stream<String> asked, Stream<String> stored) {
    Set<String> given = asked.collect(Collectors.toSet());
    long others = stored.filter(text -> !given.contains(text)).count();
    return others > 0
        ? List.of(
            ("%d of the facts held a secret, which was not stored: [redacted: ...] stands in its"
                    + " place. Say where the secret is kept instead")
                .formatted(others))
        : List.of();
  }

  static List<String> connected(long asked, long created) {
    return asked > created
        ? List.of("%d of %s there already".formatted(asked - created, were(asked, "relation")))
        : List.of();
  }

  /** Says how many of the facts or relations were there to be deleted, if not all. */
  static List<String> deleted(long asked, long removed, String what, String advice) {
    return removed < asked
        ? List.of("%d of %s there: %s".formatted(removed, were(asked, what), advice))
        : List.of();
  }

  /** Says how to take back what may have been more than was meant. */
  static List<String> ofDeletion(ToolContext context, List<String> names, long removed) {
    MemoryStore store = context.store().written();
    List<String> notes = new ArrayList<>(deletedNames(store, names, removed));
    boolean large =
        names.size() > MANY || (names.size() >= FEW && isLargePart(store, names.size()));
    if (removed > 0 && large) {
      long call = UndoChangesTool.lastOf(context.author()).calls(store).iterator().next();
      notes.add(
          "%d facts went with these names. If that was more than was meant: undo_changes with sequence %d, or a person: quire undo --call %d"
              .formatted(removed, call, call));
    }
    return notes;
  }

  private static boolean isLargePart(MemoryStore store, int deleted) {
    return deleted * 5L > store.describe().entities() + deleted;
  }

  static List<String> deletedNames(MemoryStore store, List<String> names, long removed) {
    if (removed >= Set.copyOf(names).size()) {
      return List.of();
    }
    String nearest = removed == 0 ? nearest(store, names) : "";
    return List.of("%d of %s there%s".formatted(removed, were(names.size(), "name"), nearest));
  }

  /** {@return that these names were not there, and which ones were perhaps meant} */
  static List<String> missing(MemoryStore store, Collection<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    String shown = names.stream().limit(NAMED).map(Notes::quoted).collect(Collectors.joining(", "));
    String more = names.size() > NAMED ? " and %d more".formatted(names.size() - NAMED) : "";
    return List.of("No entity has the name %s%s%s".formatted(shown, more, nearest(store, names)));
  }

  static long facts(List<Observations> lists) {
    return lists.stream().mapToLong(list -> list.texts().size()).sum();
  }

  private static String nearest(MemoryStore store, Collection<String> names) {
    String found =
        names.stream()
            .limit(NAMED)
            .flatMap(name -> Nearest.to(name, alike(store, name)).stream())
            .distinct()
            .map(Notes::quoted)
            .collect(Collectors.joining(", "));
    return found.isEmpty() ? "" : "; nearest: " + found;
  }

  private static List<String> alike(MemoryStore store, String name) {
    List<String> names = new ArrayList<>();
    if (name.length() <= LONGEST_NAME && !name.isBlank()) {
      try (GraphSnapshot graph = store.read(new Selection.Matching(name))) {
        graph.entities(
            entity -> {
              if (names.size() < COMPARED && entity.name().length() <= LONGEST_NAME) {
                names.add(entity.name());
              }
            });
      }
    }
    return names;
  }

  private static String quoted(String name) {
    return "\""
        + (name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...")
        + "\"";
  }

  private static String were(long count, String what) {
    return count == 1 ? "1 %s was".formatted(what) : "%d %ss were".formatted(count, what);
  }
}
