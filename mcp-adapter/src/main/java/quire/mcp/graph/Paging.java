package quire.mcp.graph;

import org.jspecify.annotations.Nullable;
import quire.mcp.json.Schema;
import quire.mcp.json.Structure;
import quire.mcp.json.Structure.Member;
import quire.mcp.json.Structure.Values;

/**
 * Which part of a graph is asked for.
 *
 * @param limit the most entities; null for as many as an answer usually holds
 * @param after how many entities are passed over
 */
public record Paging(@Nullable Long limit, long after) {
  public static final Member<Long> LIMIT =
      Structure.optional("limit", new Schema.Whole(1, 1_000_000).described("Entities, all sizes"));
  public static final Member<Long> AFTER =
      Structure.optional("after", new Schema.Whole(0, Integer.MAX_VALUE));

  public static Paging of(Values values) {
    Long after = values.find(AFTER);
    return new Paging(values.find(LIMIT), after == null ? 0 : after);
  }
}
