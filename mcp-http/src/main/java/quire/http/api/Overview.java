package quire.http.api;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.MemoryStore;
import quire.api.StoreDescription;
import quire.mcp.json.JsonWriter;

/** What there is, and who has been writing lately. */
final class Overview {
  /** Enough to see weeks of usual work. */
  private static final int MOST_CHANGES = 10_000;

  /**
   * Whoever opens the page waits for them; a first look at 100,000 entities read 10,000 in half a
   * second of processor.
   */
  private static final Duration LONGEST = Duration.ofMillis(100);

  /** Takes a fifth of that time, so that it is not much exceeded. */
  private static final int PAGE = 500;

  private Overview() {}

  /** The types of a large graph are left out until they are counted: all else is there at once. */
  static void write(JsonWriter json, MemoryStore store, Shapes shapes) {
    long last = store(json, store);
    changes(json, newest(store, last), last);
    // Begun last: reading a large graph takes the processor from what is above.
    shapes.begin(store).soon().ifPresent(known -> types(json, known));
  }

  /**
   * Writes what the store tells of itself.
   *
   * @return the number of its newest change
   */
  static long store(JsonWriter json, MemoryStore store) {
    StoreDescription description = store.describe();
    json.name("store").beginObject();
    json.name("backend").string(description.backend());
    json.name("location").string(description.location());
    json.name("entities").number(description.entities());
    json.name("observations").number(description.observations());
    json.name("relations").number(description.relations());
    json.name("lastSequence").number(description.lastSequence());
    json.name("details").beginObject();
    new TreeMap<>(description.details()).forEach((name, text) -> json.name(name).string(text));
    json.endObject().endObject();
    return description.lastSequence();
  }

  private static void types(JsonWriter json, Shape shape) {
    json.name("types").beginArray();
    for (Map.Entry<String, Integer> type : shape.types()) {
      json.beginObject().name("type").string(type.getKey());
      json.name("entities").number(type.getValue()).endObject();
    }
    json.endArray();
  }

  /** {@return as many of the newest changes as can be read in time} */
  private static List<Change> newest(MemoryStore store, long last) {
    List<Change> changes = new ArrayList<>();
    long begun = System.nanoTime();
    for (long end = last;
        end > 0 && changes.size() < MOST_CHANGES && System.nanoTime() - begun < LONGEST.toNanos();
        end -= PAGE) {
      long newest = end;
      store.changes(ChangeQuery.after(Math.max(0, end - PAGE), PAGE)).stream()
          .filter(change -> change.sequence() <= newest)
          .forEach(changes::add);
    }
    return changes;
  }

  /** One client's changes. */
  private static final class Count {
    private int changes;
    private Instant last = Instant.MIN;

    void add(Change change) {
      changes++;
      last = change.time().isAfter(last) ? change.time() : last;
    }
  }

  private static void changes(JsonWriter json, List<Change> changes, long of) {
    Map<String, Count> clients = new TreeMap<>();
    Map<Instant, Map<String, Count>> hours = new TreeMap<>();
    for (Change change : changes) {
      String client = change.author().client();
      clients.computeIfAbsent(client, _ -> new Count()).add(change);
      hours
          .computeIfAbsent(change.time().truncatedTo(ChronoUnit.HOURS), _ -> new TreeMap<>())
          .computeIfAbsent(client, _ -> new Count())
          .add(change);
    }
    json.name("changes").beginObject();
    json.name("counted").number(changes.size()).name("of").number(of);
    json.name("clients").beginArray();
    clients.forEach(
        (client, count) -> {
          json.beginObject().name("client").string(client);
          json.name("changes").number(count.changes);
          json.name("last").string(count.last.toString()).endObject();
        });
    json.endArray().name("hours").beginArray();
    hours.forEach(
        (hour, counts) ->
            counts.forEach(
                (client, count) -> {
                  json.beginObject().name("hour").string(hour.toString());
                  json.name("client").string(client);
                  json.name("changes").number(count.changes).endObject();
                }));
    json.endArray().endObject();
  }
}
