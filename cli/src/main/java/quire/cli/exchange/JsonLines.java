package quire.cli.exchange;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.Relation;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * The file of the standard memory server: one JSON object a line, entities first. In ASCII, so that
 * lone surrogates come through as well.
 */
final class JsonLines implements GraphForm.Stream {
  private final JsonFactory json =
      JsonFactory.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  @Override
  public void write(GraphSnapshot graph, OutputStream out, Tally tally) throws IOException {
    Writer writer =
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII), 1 << 16);
    graph.entities(
        entity -> {
          line(writer, object -> write(object, entity));
          tally.count(entity);
        });
    graph.relations(
        relation -> {
          line(writer, object -> write(object, relation));
          tally.count(relation);
        });
    writer.flush();
  }

  private void line(Writer writer, Consumer<JsonGenerator> object) {
    try (JsonGenerator generator = json.createGenerator(ObjectWriteContext.empty(), writer)) {
      object.accept(generator);
      generator.writeRaw('\n');
    }
  }

  private static void write(JsonGenerator object, Entity entity) {
    object.writeStartObject();
    object.writeStringProperty("type", "entity");
    object.writeStringProperty("name", entity.name());
    object.writeStringProperty("entityType", entity.type());
    object.writeArrayPropertyStart("observations");
    entity.observations().forEach(object::writeString);
    object.writeEndArray();
    object.writeEndObject();
  }

  private static void write(JsonGenerator object, Relation relation) {
    object.writeStartObject();
    object.writeStringProperty("type", "relation");
    object.writeStringProperty("from", relation.from());
    object.writeStringProperty("to", relation.to());
    object.writeStringProperty("relationType", relation.type());
    object.writeEndObject();
  }
}
