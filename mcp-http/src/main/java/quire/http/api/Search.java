package quire.http.api;

import java.util.Optional;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.RecallFilter;
import quire.api.RecallPage;
import quire.api.RecallQuery;
import quire.api.RecalledFact;
import quire.api.Relation;
import quire.api.Selection;
import quire.http.door.RefusedException;
import quire.mcp.json.JsonWriter;

/** Facts that answer a question, and why; or what holds it letter by letter. */
final class Search {
  private static final long USUAL = 30;
  private static final long MOST = 200;

  /** A page shows the beginning of a long text; the entity has all of it. */
  private static final int TEXT_LENGTH = 2_000;

  private static final int BUDGET = 1 << 20;

  private Search() {}

  static Answer answer(Question question, MemoryStore store) throws RefusedException {
    int limit = question.number("limit", 1, MOST).orElse(USUAL).intValue();
    if (question.text("mode").filter("literal"::equals).isPresent()) {
      String text = question.required("q");
      return json -> literal(json, store, text, limit);
    }
    RecallQuery query =
        new RecallQuery(
            question.text("q").orElse(""),
            new RecallFilter(
                question.text("type"),
                question.time("since"),
                question.time("before"),
                question.text("client"),
                question.text("prefix")),
            question.number("skip", 0, 100_000).orElse(0L).intValue(),
            limit,
            BUDGET,
            TEXT_LENGTH);
    return json -> recalled(json, store.recall(query));
  }

  private static void recalled(JsonWriter json, RecallPage page) {
    json.name("hits").beginArray();
    for (RecalledFact found : page.facts()) {
      json.beginObject().name("entity").string(found.fact().entity());
      json.name("type").string(found.fact().type());
      Optional<String> text = found.fact().text();
      text.ifPresent(known -> json.name("text").string(known));
      found.relation().ifPresent(relation -> relation(json, relation));
      json.name("client").string(found.fact().author().client());
      json.name("session").string(found.fact().author().session());
      json.name("time").string(found.fact().time().toString());
      json.name("sequence").raw(Long.toString(found.fact().sequence()));
      json.name("cut").bool(found.cut()).name("replaced").bool(found.replaced());
      json.name("words").beginArray();
      found.words().forEach(json::string);
      json.endArray();
      score(json, found.score());
      json.endObject();
    }
    json.endArray().name("left").number(page.left());
  }

  private static void relation(JsonWriter json, Relation relation) {
    json.name("relation").beginObject().name("from").string(relation.from());
    json.name("to").string(relation.to()).name("type").string(relation.type()).endObject();
  }

  private static void score(JsonWriter json, RecalledFact.Score score) {
    json.name("score").beginObject();
    part(json, "text", score.text());
    part(json, "name", score.name());
    part(json, "nearby", score.nearby());
    part(json, "entity", score.entity());
    part(json, "time", score.time());
    part(json, "exact", score.exact());
    if (score.meaning() > 0) {
      part(json, "meaning", score.meaning());
    }
    json.endObject();
  }

  private static void part(JsonWriter json, String name, double value) {
    json.name(name).raw(Double.toString(Math.round(value * 1_000) / 1_000.0));
  }

  private static void literal(JsonWriter json, MemoryStore store, String text, int limit) {
    try (GraphSnapshot found = store.read(new Selection.Matching(text))) {
      int[] count = {0};
      json.name("entities").beginArray();
      found.entities(
          entity -> {
            if (count[0]++ < limit) {
              entity(json, entity);
            }
          });
      json.endArray().name("found").number(count[0]);
    }
  }

  private static void entity(JsonWriter json, Entity entity) {
    json.beginObject().name("name").string(entity.name()).name("type").string(entity.type());
    json.name("observations").beginArray();
    for (String observation : entity.observations()) {
      int end =
          observation.offsetByCodePoints(
              0, Math.min(TEXT_LENGTH, observation.codePointCount(0, observation.length())));
      json.string(observation.substring(0, end));
    }
    json.endArray().endObject();
  }
}
