package quire.cli.graph;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import quire.api.Change;
import quire.api.ChangePages;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.text.PlainText;

/** Counts what a store holds, without keeping the texts. */
final class Census {
  private static final int LARGEST = 5;
  private static final int ALIKE = 20;

  private final Map<String, Long> types = new HashMap<>();
  private final Map<String, Long> clients = new HashMap<>();
  private final Map<String, Long> months = new TreeMap<>();
  private final PriorityQueue<Sized> largest =
      new PriorityQueue<>(Comparator.comparingLong(Sized::size));

  /** By the hash of the plain name: how often it occurs, and one of the names. */
  private final Map<Integer, Long> names = new HashMap<>();

  private final Map<String, Long> alike = new LinkedHashMap<>();
  private final Set<Long> texts = new HashSet<>();
  private long entities;
  private long observations;
  private long relations;
  private long changes;
  private long repeated;
  private Optional<Instant> first = Optional.empty();
  private Optional<Instant> last = Optional.empty();

  private record Sized(String name, long size) {}

  void count(GraphSnapshot graph) {
    graph.entities(this::count);
    graph.relations(relation -> relations++);
    // Now that it is known which hashes occur twice, a second walk finds their names.
    Map<String, String> plain = new HashMap<>();
    graph.entities(
        entity -> {
          String folded = PlainText.of(entity.name());
          if (names.getOrDefault(folded.hashCode(), 0L) > 1 && alike.size() < ALIKE) {
            String other = plain.putIfAbsent(folded, entity.name());
            if (other != null) {
              alike.merge(other, 2L, (before, two) -> before + 1);
            }
          }
        });
  }

  private void count(Entity entity) {
    entities++;
    observations += entity.observations().size();
    types.merge(entity.type(), 1L, Long::sum);
    names.merge(PlainText.of(entity.name()).hashCode(), 1L, Long::sum);
    long size = entity.name().length();
    for (String text : entity.observations()) {
      size += text.length();
      if (!texts.add(hash(text))) {
        repeated++;
      }
    }
    largest.add(new Sized(entity.name(), size));
    if (largest.size() > LARGEST) {
      largest.remove();
    }
  }

  /** FNV-1a over the characters: 64 bits tell the texts of any memory apart well enough. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  void countChanges(MemoryStore store) {
    ChangePages.each(
        store,
        0,
        change -> {
          count(change);
          return true;
        });
  }

  private void count(Change change) {
    changes++;
    first = Optional.of(first.filter(change.time()::isAfter).orElse(change.time()));
    last = Optional.of(last.filter(change.time()::isBefore).orElse(change.time()));
    if (change.action() == Change.Action.ADDED) {
      clients.merge(change.author().client(), 1L, Long::sum);
      YearMonth month = YearMonth.from(change.time().atZone(ZoneId.systemDefault()));
      months.merge(month.toString(), 1L, Long::sum);
    }
  }

  long entities() {
    return entities;
  }

  long observations() {
    return observations;
  }

  long relations() {
    return relations;
  }

  long changes() {
    return changes;
  }

  Optional<Instant> firstChange() {
    return first;
  }

  Optional<Instant> lastChange() {
    return last;
  }

  Map<String, Long> types() {
    return types;
  }

  /** {@return how many facts each client wrote, also such as were removed later} */
  Map<String, Long> clients() {
    return clients;
  }

  Map<String, Long> months() {
    return months;
  }

  Map<String, Long> largestEntities() {
    Map<String, Long> sizes = new HashMap<>();
    largest.forEach(one -> sizes.put(one.name(), one.size()));
    return largest(sizes, LARGEST);
  }

  /** {@return one of each group of names that are the same but for case and accents} */
  Map<String, Long> alike() {
    return alike;
  }

  /** {@return how many observations have a text that another entity has, too} */
  long repeated() {
    return repeated;
  }

  /** {@return the rows with the greatest numbers, those first} */
  static Map<String, Long> largest(Map<String, Long> rows, int most) {
    Map<String, Long> sorted = new LinkedHashMap<>();
    rows.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .forEach(row -> sorted.put(row.getKey(), row.getValue()));
    return sorted;
  }
}
