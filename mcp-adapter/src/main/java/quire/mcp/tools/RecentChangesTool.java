package quire.mcp.tools;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.MemoryStore;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.catalog.ToolResult;
import quire.mcp.graph.ChangeJson;
import quire.mcp.json.Schema;
import quire.mcp.json.Schemas;
import quire.mcp.json.Structure;
import quire.mcp.json.Structure.Member;
import quire.mcp.json.Structure.Values;
import quire.mcp.protocol.Result;
import quire.mcp.tools.RecentChangesTool.Asked;

/** {@code recent_changes}: a page of the change log. */
final class RecentChangesTool implements Tool<Asked> {
  private static final int USUAL = 50;

  private static final Member<Long> AFTER =
      Structure.optional(
          "after", new Schema.Whole(0, Long.MAX_VALUE).described("next of the page before"));
  private static final Member<Instant> SINCE = Structure.optional("since", Schemas.TIME);
  private static final Member<String> ENTITY =
      Structure.optional("entity", Schemas.TEXT.described("With its relations"));
  private static final Member<String> CLIENT = Structure.optional("client", Schemas.TEXT);
  private static final Member<Long> LIMIT =
      Structure.optional("limit", new Schema.Whole(1, 1_000).described("Else 50"));

  private static final ToolDescription<Asked> DESCRIPTION =
      new ToolDescription<>(
          "recent_changes",
          "Recent Changes",
          "When you want to know what others did, or the history of one entity: who added or"
              + " removed what, oldest first. Without arguments: the newest 50.",
          "{\"since\":\"2026-07-28\",\"limit\":20}",
          Structure.open(Asked::of, AFTER, SINCE, ENTITY, CLIENT, LIMIT),
          result(),
          Effect.READS);

  /** What is asked for; without any restriction it is the newest changes. */
  record Asked(
      @Nullable Long after,
      @Nullable Instant since,
      @Nullable String entity,
      @Nullable String client,
      int limit) {
    static Asked of(Values values) {
      Long limit = values.find(LIMIT);
      return new Asked(
          values.find(AFTER),
          values.find(SINCE),
          values.find(ENTITY),
          values.find(CLIENT),
          limit == null ? USUAL : limit.intValue());
    }

    ChangeQuery query(MemoryStore store) {
      return new ChangeQuery(
          start(store),
          Optional.ofNullable(since),
          Optional.ofNullable(entity),
          Optional.ofNullable(client),
          limit);
    }

    private long start(MemoryStore store) {
      if (after != null) {
        return after;
      }
      boolean unrestricted = since == null && entity == null && client == null;
      return unrestricted ? Math.max(0, store.lastSequence() - limit) : 0;
    }
  }

  @Override
  public ToolDescription<Asked> description() {
    return DESCRIPTION;
  }

  @Override
  public boolean strict() {
    return true;
  }

  @Override
  public Result call(Asked asked, ToolContext context) {
    MemoryStore store = context.store();
    List<Change> changes = store.changes(asked.query(store));
    boolean others = changes.isEmpty() && !store.written().equals(store);
    return ToolResult.object(
        json -> {
          if (others) {
            json.remark("These are the changes of this project; the user's own memory has its own");
          }
          json.name("changes").beginArray();
          for (Change change : changes) {
            ChangeJson.change(json, change);
          }
          json.endArray();
          if (changes.size() == asked.limit()) {
            json.name("next").number(changes.getLast().sequence());
          }
        });
  }

  private static Schema<?> result() {
    Schema<Long> sequence = new Schema.Whole(0, Long.MAX_VALUE);
    Schema<Values> change =
        Structure.closed(
            Structure.required("sequence", sequence),
            Structure.required("time", Schemas.TIME),
            Structure.required("client", Schemas.TEXT),
            Structure.required("session", Schemas.TEXT),
            Structure.required("action", Schemas.TEXT.described("added, removed or forgotten")),
            Structure.required("kind", Schemas.TEXT.described("entity, observation or relation")),
            Structure.required("entity", Schemas.TEXT),
            Structure.optional("entityType", Schemas.TEXT),
            Structure.optional("observation", Schemas.TEXT),
            Structure.optional("to", Schemas.TEXT),
            Structure.optional("relationType", Schemas.TEXT));
    return Structure.closed(
        Structure.required("changes", Schema.listOf(change)),
        Structure.optional("next", sequence.described("Perhaps more: give it as after")));
  }
}
