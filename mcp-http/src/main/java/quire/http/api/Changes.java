package quire.http.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.MemoryStore;
import quire.http.door.RefusedException;
import quire.mcp.graph.ChangeJson;

/** A page of the change log. */
final class Changes {
  private static final long USUAL = 100;

  private Changes() {}

  static Answer answer(Question question, MemoryStore store) throws RefusedException {
    int limit = question.number("limit", 1, 1_000).orElse(USUAL).intValue();
    Optional<Long> after = question.number("after", 0, Long.MAX_VALUE);
    Optional<Instant> since = question.time("since");
    Optional<String> entity = question.text("entity");
    Optional<String> client = question.text("client");
    boolean restricted = since.isPresent() || entity.isPresent() || client.isPresent();
    long last = store.lastSequence();
    long start = after.orElse(restricted ? 0 : Math.max(0, last - limit));
    List<Change> changes = store.changes(new ChangeQuery(start, since, entity, client, limit));
    return json -> {
      json.name("changes").beginArray();
      changes.forEach(change -> ChangeJson.change(json, change));
      json.endArray();
      if (changes.size() == limit) {
        json.name("next").number(changes.getLast().sequence());
      }
      json.name("last").number(last);
    };
  }
}
