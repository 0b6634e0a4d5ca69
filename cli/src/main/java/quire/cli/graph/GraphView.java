package quire.cli.graph;

import java.util.Optional;
import java.util.function.Consumer;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.Relation;
import quire.cli.base.Output;
import tools.jackson.core.JsonGenerator;

/** Shows a part of the graph, entity by entity, however large it is. */
record GraphView(Output output, boolean asJson) {
  /**
   * Shows all of it.
   *
   * @param seen is told of each entity that is shown
   */
  void show(GraphSnapshot graph, Consumer<? super Entity> seen) {
    if (asJson) {
      output.json(
          json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("entities");
            graph.entities(
                entity -> {
                  seen.accept(entity);
                  write(json, entity, origin(graph, entity));
                });
            json.writeEndArray();
            json.writeArrayPropertyStart("relations");
            graph.relations(relation -> write(json, relation));
            json.writeEndArray();
            json.writeEndObject();
          });
    } else {
      graph.entities(
          entity -> {
            seen.accept(entity);
            print(entity, origin(graph, entity));
          });
      graph.relations(this::print);
    }
  }

  private static Optional<String> origin(GraphSnapshot graph, Entity entity) {
    return Optional.ofNullable(graph.origins().get(entity.name()));
  }

  /** {@return what is put behind something that is not, or not only, of the store in force} */
  static String label(Optional<String> origin) {
    return origin.map("  [%s]"::formatted).orElse("");
  }

  private static void write(JsonGenerator json, Entity entity, Optional<String> origin) {
    json.writeStartObject();
    json.writeStringProperty("name", entity.name());
    json.writeStringProperty("entityType", entity.type());
    origin.ifPresent(store -> json.writeStringProperty("origin", store));
    json.writeArrayPropertyStart("observations");
    entity.observations().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }

  static void write(JsonGenerator json, Relation relation) {
    json.writeStartObject();
    json.writeStringProperty("from", relation.from());
    json.writeStringProperty("to", relation.to());
    json.writeStringProperty("relationType", relation.type());
    json.writeEndObject();
  }

  void print(Entity entity) {
    print(entity, Optional.empty());
  }

  private void print(Entity entity, Optional<String> origin) {
    output.line(
        "%s (%s)%s"
            .formatted(
                Output.visible(entity.name()), Output.visible(entity.type()), label(origin)));
    entity.observations().forEach(text -> output.paragraph("  ", text));
  }

  void print(Relation relation) {
    output.line(line(relation));
  }

  static String line(Relation relation) {
    return "%s -- %s -> %s"
        .formatted(
            Output.visible(relation.from()),
            Output.visible(relation.type()),
            Output.visible(relation.to()));
  }
}
