package quire.mcp.graph;

import java.util.List;
import java.util.Objects;
import quire.api.Entity;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.Replacement;
import quire.mcp.json.Schema;
import quire.mcp.json.Schemas;
import quire.mcp.json.Structure;
import quire.mcp.json.Structure.Member;
import quire.mcp.json.Structure.Values;

/** The forms in which the standard tools take and give the parts of a graph. */
public final class GraphSchemas {
  private static final Member<String> NAME = Structure.required("name", Schemas.FILLED);
  private static final Member<String> TYPE = Structure.required("entityType", Schemas.FILLED);
  private static final Member<List<String>> OBSERVATIONS =
      Structure.required("observations", Schema.listOf(Schemas.FILLED));

  /** What is to go may be anything, so that whatever is stored can be deleted. */
  private static final Member<List<String>> DELETED =
      Structure.required("observations", Schema.listOf(Schemas.TEXT));

  private static final Member<String> OLD_FROM = Structure.required("from", Schemas.TEXT);
  private static final Member<String> OLD_TO = Structure.required("to", Schemas.TEXT);
  private static final Member<String> OLD_TYPE = Structure.required("relationType", Schemas.TEXT);

  private static final Member<String> FROM = Structure.required("from", Schemas.FILLED);
  private static final Member<String> TO = Structure.required("to", Schemas.FILLED);
  private static final Member<String> RELATION_TYPE =
      Structure.required("relationType", Schemas.FILLED);

  private static final Member<String> ENTITY_NAME = Structure.required("entityName", Schemas.TEXT);
  private static final Member<List<String>> CONTENTS =
      Structure.required("contents", Schema.listOf(Schemas.FILLED));
  private static final Member<List<String>> ADDED =
      Structure.required("addedObservations", Schema.listOf(Schemas.TEXT));

  public static final Schema<Entity> ENTITY =
      Structure.open(
          values -> new Entity(values.get(NAME), values.get(TYPE), values.get(OBSERVATIONS)),
          NAME,
          TYPE,
          OBSERVATIONS);

  public static final Schema<Relation> RELATION =
      Structure.open(
          values -> new Relation(values.get(FROM), values.get(TO), values.get(RELATION_TYPE)),
          FROM,
          TO,
          RELATION_TYPE);

  private static final Member<List<String>> REPLACES =
      Structure.optional("replaces", Schema.listOf(Schemas.TEXT));

  public static final Schema<Replacement> ADDITION =
      Structure.open(
          values ->
              new Replacement(
                  values.get(ENTITY_NAME),
                  values.get(CONTENTS),
                  Objects.requireNonNullElse(values.find(REPLACES), List.of())),
          ENTITY_NAME,
          CONTENTS,
          REPLACES);

  public static final Schema<Observations> DELETION =
      Structure.open(
          values -> new Observations(values.get(ENTITY_NAME), values.get(DELETED)),
          ENTITY_NAME,
          DELETED);

  public static final Schema<Relation> OLD_RELATION =
      Structure.open(
          values -> new Relation(values.get(OLD_FROM), values.get(OLD_TO), values.get(OLD_TYPE)),
          OLD_FROM,
          OLD_TO,
          OLD_TYPE);

  public static final Schema<List<Values>> ENTITIES_OUT =
      Schema.listOf(Structure.closed(Structure.required("name", Schemas.TEXT), TYPE, OBSERVATIONS));
  public static final Schema<List<Values>> EXPLORED =
      Schema.listOf(
          Structure.closed(
              Structure.required("name", Schemas.TEXT), TYPE, OBSERVATIONS, before(), origin()));
  public static final Schema<List<Values>> RELATIONS_OUT =
      Schema.listOf(Structure.closed(FROM, TO, RELATION_TYPE));

  public static final Schema<?> ENTITIES_RESULT =
      Structure.closed(Structure.required("entities", ENTITIES_OUT));
  public static final Schema<?> RELATIONS_RESULT =
      Structure.closed(Structure.required("relations", RELATIONS_OUT));
  public static final Schema<?> ADDED_RESULT =
      Structure.closed(
          Structure.required("results", Schema.listOf(Structure.closed(ENTITY_NAME, ADDED))));
  public static final Schema<?> GRAPH_RESULT =
      Structure.closed(
          Structure.required("entities", ENTITIES_OUT),
          Structure.required("relations", RELATIONS_OUT),
          missing());
  public static final Schema<?> DONE_RESULT =
      Structure.closed(
          Structure.required("success", Schemas.TRUTH),
          Structure.required("message", Schemas.TEXT));

  private GraphSchemas() {}

  /** {@return what stood in the place of other facts before, and until when} */
  public static Member<List<Values>> before() {
    return Structure.optional(
        "before",
        Schema.listOf(
            Structure.open(
                values -> values,
                Structure.optional("observation", Schemas.TEXT),
                Structure.optional("until", Schemas.TEXT))));
  }

  /** {@return what an answer tells that is no observation, in the form that deletes it: brief} */
  public static Member<Values> relation() {
    return Structure.optional("relation", Structure.open(values -> values));
  }

  /** {@return which part of a thing is of a store that is only read along: user, or some words} */
  public static Member<String> origin() {
    return Structure.optional("origin", Schemas.TEXT);
  }

  /** {@return what an answer misses because it cannot be read} */
  public static Member<String> missing() {
    return Structure.optional("missing", Schemas.TEXT);
  }
}
