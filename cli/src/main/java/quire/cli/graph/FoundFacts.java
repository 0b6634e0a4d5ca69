package quire.cli.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import quire.api.Fact;
import quire.api.RecallPage;
import quire.api.RecalledFact;
import quire.api.Relation;
import quire.cli.base.Ago;
import quire.cli.base.Highlights;
import quire.cli.base.Output;
import tools.jackson.core.JsonGenerator;

/**
 * A page of facts, for people or for programs.
 *
 * @param skipped how many better facts earlier pages had
 */
record FoundFacts(RecallPage page, int skipped) {
  /** {@return what leads to the next page} */
  int next() {
    return skipped + page.facts().size();
  }

  void print(Output output, Highlights highlights, boolean why, Instant now) {
    int rank = skipped;
    for (RecalledFact one : page.facts()) {
      Fact fact = one.fact();
      rank++;
      output.line(
          "%d. %s (%s)%s%s"
              .formatted(
                  rank,
                  highlights.strong(highlights.mark(fact.entity(), one.words())),
                  Output.visible(fact.type()),
                  GraphView.label(one.origin()),
                  highlights.on() ? highlights.aside(writing(fact, now)) : ""));
      fact.text()
          .ifPresent(
              text ->
                  text.lines()
                      .forEach(line -> output.line("   " + highlights.mark(line, one.words()))));
      if (why) {
        output.line("   " + why(one));
      }
    }
  }

  /** For people alone: who reads a pipe wants the same lines tomorrow. */
  private static String writing(Fact fact, Instant now) {
    return "  %s, %s"
        .formatted(
            Ago.of(Duration.between(fact.time(), now)), Output.visible(fact.author().client()));
  }

  private static String why(RecalledFact one) {
    List<String> parts = new ArrayList<>();
    parts(one.score())
        .forEach(
            (name, value) -> {
              if (value > 0) {
                parts.add(name + " " + Highlights.number(value));
              }
            });
    return "%s = %s; words: %s"
        .formatted(
            Highlights.number(one.score().total()),
            parts.isEmpty() ? "newest" : String.join(" + ", parts),
            one.words().isEmpty() ? "none of its own" : String.join(" ", one.words()));
  }

  private static Map<String, Double> parts(RecalledFact.Score score) {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("text", score.text());
    parts.put("name", score.name());
    parts.put("nearby", score.nearby());
    parts.put("entity", score.entity());
    parts.put("time", score.time());
    parts.put("exact", score.exact());
    if (score.meaning() > 0) {
      parts.put("meaning", score.meaning());
    }
    return parts;
  }

  void writeJson(Output output) {
    output.json(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("facts");
          page.facts().forEach(one -> write(json, one));
          json.writeEndArray();
          json.writeNumberProperty("left", page.left());
          if (page.left() > 0) {
            json.writeNumberProperty("next", next());
          }
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Relation relation) {
    json.writeObjectPropertyStart("relation");
    json.writeStringProperty("from", relation.from());
    json.writeStringProperty("to", relation.to());
    json.writeStringProperty("relationType", relation.type());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, RecalledFact one) {
    Fact fact = one.fact();
    json.writeStartObject();
    json.writeStringProperty("entity", fact.entity());
    json.writeStringProperty("entityType", fact.type());
    fact.text().ifPresent(text -> json.writeStringProperty("observation", text));
    one.relation().ifPresent(relation -> write(json, relation));
    one.origin().ifPresent(store -> json.writeStringProperty("origin", store));
    json.writeStringProperty("time", fact.time().toString());
    json.writeStringProperty("client", fact.author().client());
    json.writeNumberProperty("score", one.score().total());
    json.writeObjectPropertyStart("why");
    parts(one.score()).forEach(json::writeNumberProperty);
    json.writeEndObject();
    json.writeArrayPropertyStart("words");
    one.words().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }
}
