package quire.mcp.tools;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quire.api.Fact;
import quire.api.RecallFilter;
import quire.api.RecallPage;
import quire.api.RecallQuery;
import quire.api.RecalledFact;
import quire.api.Replaced;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.catalog.ToolResult;
import quire.mcp.graph.ChangeJson;
import quire.mcp.graph.Former;
import quire.mcp.graph.GraphJson;
import quire.mcp.graph.GraphSchemas;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.Schema;
import quire.mcp.json.Schemas;
import quire.mcp.json.Structure;
import quire.mcp.json.Structure.Member;
import quire.mcp.json.Structure.Values;
import quire.mcp.protocol.Result;

/** {@code recall}: the facts that answer a question best. */
final class RecallTool implements Tool<RecallQuery> {
  private static final int USUAL_LIMIT = 10;
  private static final int USUAL_BUDGET = 8_000;
  private static final String INDEX = "index";
  private static final String SUMMARY = "summary";
  private static final String FULL = "full";

  private static final Member<String> QUERY =
      Structure.required("query", Schemas.QUERY.described("Empty: the newest facts"));
  private static final Member<Long> LIMIT =
      Structure.optional("limit", new Schema.Whole(1, 100).described("Else 10"));
  private static final Member<Long> BUDGET =
      Structure.optional("budget", new Schema.Whole(100, 1_000_000).described("Bytes, else 8000"));
  private static final Member<String> DETAIL =
      Structure.optional(
          "detail",
          new Schema.Choice(List.of(INDEX, SUMMARY, FULL))
              .described("Texts cut at 80 or 400 characters, or whole; else summary"));
  private static final Member<Long> AFTER =
      Structure.optional(
          "after", new Schema.Whole(0, 1_000_000).described("next of the page before"));
  private static final Member<String> TYPE = Structure.optional("entityType", Schemas.TEXT);
  private static final Member<String> PREFIX = Structure.optional("namePrefix", Schemas.TEXT);
  private static final Member<String> CLIENT = Structure.optional("client", Schemas.TEXT);
  private static final Member<Instant> SINCE = Structure.optional("since", Schemas.TIME);
  private static final Member<Instant> BEFORE = Structure.optional("before", Schemas.TIME);

  private static final ToolDescription<RecallQuery> DESCRIPTION =
      new ToolDescription<>(
          "recall",
          "Recall",
          "When you have a question, at the start of a task and before you ask the user: the facts"
              + " that answer it best. Ask in your own words; word forms, typing errors and times"
              + " (in April 2025) are understood.",
          "{\"query\":\"who owns checkout?\"}",
          Structure.open(
              RecallTool::query,
              QUERY,
              LIMIT,
              BUDGET,
              DETAIL,
              AFTER,
              TYPE,
              PREFIX,
              CLIENT,
              SINCE,
              BEFORE),
          result(),
          Effect.READS);

  @Override
  public ToolDescription<RecallQuery> description() {
    return DESCRIPTION;
  }

  private static RecallQuery query(Values values) {
    RecallFilter filter =
        new RecallFilter(
            Optional.ofNullable(values.find(TYPE)),
            Optional.ofNullable(values.find(SINCE)),
            Optional.ofNullable(values.find(BEFORE)),
            Optional.ofNullable(values.find(CLIENT)),
            Optional.ofNullable(values.find(PREFIX)));
    return new RecallQuery(
        values.get(QUERY),
        filter,
        number(values.find(AFTER), 0),
        number(values.find(LIMIT), USUAL_LIMIT),
        number(values.find(BUDGET), USUAL_BUDGET),
        textLength(Optional.ofNullable(values.find(DETAIL)).orElse(SUMMARY)));
  }

  private static int number(@Nullable Long given, int usual) {
    return given == null ? usual : given.intValue();
  }

  private static int textLength(String detail) {
    return switch (detail) {
      case INDEX -> 80;
      case SUMMARY -> 400;
      default -> Integer.MAX_VALUE;
    };
  }

  @Override
  public boolean strict() {
    return true;
  }

  @Override
  public Result call(RecallQuery query, ToolContext context) {
    RecallPage page = context.store().recall(query);
    List<List<Replaced>> former = former(page, query, context);
    return ToolResult.object(
        json -> {
          json.name("facts").beginArray();
          for (int i = 0; i < former.size(); i++) {
            fact(json, page.facts().get(i), former.get(i));
          }
          json.endArray();
          json.name("left").number(page.left());
          if (page.left() > 0) {
            json.name("next").number(query.skip() + (long) page.facts().size());
          }
          GraphJson.missing(json, page.missing());
        });
  }

  /** {@return for each fact what it took the place of, where the budget has room for it} */
  private static List<List<Replaced>> former(
      RecallPage page, RecallQuery query, ToolContext context) {
    Set<String> entities = new LinkedHashSet<>();
    long used = 0;
    for (RecalledFact found : page.facts()) {
      entities.add(found.fact().entity());
      used += Former.bytes(found);
    }
    Former replaced = Former.of(context.store(), List.copyOf(entities), query.budget() - used);
    List<List<Replaced>> former = new ArrayList<>(page.facts().size());
    for (RecalledFact found : page.facts()) {
      String text = found.fact().text().orElse("");
      former.add(replaced.of(found.fact().entity(), text, found.cut()));
    }
    return former;
  }

  private static void fact(JsonWriter json, RecalledFact recalled, List<Replaced> former) {
    Fact fact = recalled.fact();
    json.beginObject().name("entity").string(fact.entity());
    json.name("entityType").string(fact.type());
    fact.text().ifPresent(text -> json.name("observation").string(text));
    if (recalled.relation().isPresent()) {
      json.name("relation");
      GraphJson.relation(json, recalled.relation().get());
    }
    if (recalled.cut()) {
      json.name("cut").bool(true);
    }
    if (recalled.replaced()) {
      json.name("replaced").bool(true);
    }
    Former.write(json, former);
    if (recalled.origin().isPresent()) {
      json.name("origin").string(recalled.origin().get());
    }
    json.name("time").string(ChangeJson.seconds(fact.time())).endObject();
  }

  private static Schema<?> result() {
    Schema<Long> count = new Schema.Whole(0, Long.MAX_VALUE);
    Schema<Values> fact =
        Structure.closed(
            Structure.required("entity", Schemas.TEXT),
            Structure.required("entityType", Schemas.TEXT),
            Structure.optional("observation", Schemas.TEXT),
            GraphSchemas.relation(),
            Structure.optional("cut", Schemas.TRUTH),
            Structure.optional("replaced", Schemas.TRUTH.described("A newer one differs")),
            GraphSchemas.before(),
            GraphSchemas.origin(),
            Structure.required("time", Schemas.TIME));
    return Structure.closed(
        Structure.required("facts", Schema.listOf(fact)),
        Structure.required("left", count),
        Structure.optional("next", count),
        GraphSchemas.missing());
  }
}
