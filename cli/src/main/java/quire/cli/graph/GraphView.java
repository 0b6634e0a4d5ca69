package quire.cli.graph;

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
                  write(json, entity);
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
            print(entity);
          });
      graph.relations(this::print);
    }
  }

  static void write(JsonGenerator json, Entity entity) {
    json.writeStartObject();
    json.writeStringProperty("name", entity.name());
    json.writeStringProperty("entityType", entity.type());
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
    output.line(Output.visible(entity.name()) + " (" + Output.visible(entity.type()) + ")");
    entity.observations().forEach(text -> output.paragraph("  ", text));
  }

  void print(Relation relation) {
    output.line(
        "%s -- %s -> %s"
            .formatted(
                Output.visible(relation.from()),
                Output.visible(relation.type()),
                Output.visible(relation.to())));
  }
}
