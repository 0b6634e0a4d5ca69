package quire.cli.copies;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import quire.api.Change;
import quire.api.MemoryStore;
import quire.api.Subject;
import quire.api.spi.Sha256;
import quire.cli.exchange.NewFile;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Writes all that a store holds as an archive, piece by piece. */
public final class ArchiveWriter {
  private final JsonFactory json =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private final MessageDigest digest = Sha256.begin();
  private final OutputStream out;
  private long calls;
  private long entities;
  private long observations;
  private long relations;

  private ArchiveWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes a store's archive beside the name that it gets, reads it back, and gives it the name:
   * what the disk did not keep must not be called a backup.
   *
   * @param way what the bytes go through
   * @return who wrote it, with the counts
   * @throws IOException if that could not be done; no file was left
   */
  static ArchiveWriter toFile(
      MemoryStore store, String address, Instant made, Path file, UnaryOperator<OutputStream> way)
      throws IOException {
    try (OpenStore whole = new OpenStore(store);
        NewFile draft = NewFile.at(file)) {
      ArchiveWriter written = write(whole, address, made, way.apply(draft.stream()));
      new Archive(draft.draft()).check();
      draft.appear();
      return written;
    }
  }

  /** {@return who wrote it, with the counts} The stream is finished and stays open. */
  public static ArchiveWriter write(Whole whole, String store, Instant made, OutputStream out)
      throws IOException {
    GZIPOutputStream packed = new GZIPOutputStream(out, 1 << 16);
    ArchiveWriter writer = new ArchiveWriter(packed);
    try {
      writer.all(whole, store, made);
    } catch (UncheckedIOException failure) {
      throw new IOException(failure.getMessage(), failure);
    }
    packed.finish();
    return writer;
  }

  private void all(Whole whole, String store, Instant made) throws IOException {
    boolean history = whole.hasWholeHistory();
    line(
        line -> {
          line.writeNumberProperty("quire-archive", Archive.FORMAT);
          line.writeStringProperty("made", made.toString());
          line.writeStringProperty("store", store);
          line.writeStringProperty("history", history ? "whole" : "part");
        });
    whole.calls(this::call);
    whole.entities(
        entity -> {
          entities++;
          observations += entity.observations().size();
          line(
              line -> {
                line.writeStringProperty("type", "entity");
                line.writeStringProperty("name", entity.name());
                line.writeStringProperty("entityType", entity.type());
                line.writeArrayPropertyStart("observations");
                entity.observations().forEach(line::writeString);
                line.writeEndArray();
              });
        });
    whole.relations(
        relation -> {
          relations++;
          line(
              line -> {
                line.writeStringProperty("type", "relation");
                line.writeStringProperty("from", relation.from());
                line.writeStringProperty("to", relation.to());
                line.writeStringProperty("relationType", relation.type());
              });
        });
    String sum = HexFormat.of().formatHex(digest.digest());
    line(
        line -> {
          line.writeNumberProperty("calls", calls);
          line.writeNumberProperty("entities", entities);
          line.writeNumberProperty("observations", observations);
          line.writeNumberProperty("relations", relations);
          line.writeStringProperty("sha256", sum);
        });
  }

  private void call(Call call) {
    List<Call.Step> known = call.steps().stream().filter(ArchiveWriter::isKnown).toList();
    if (known.isEmpty()) {
      return;
    }
    calls++;
    line(
        line -> {
          line.writeStringProperty("time", call.time().toString());
          line.writeStringProperty("client", call.author().client());
          line.writeStringProperty("session", call.author().session());
          line.writeArrayPropertyStart("changes");
          known.forEach(step -> write(line, step));
          line.writeEndArray();
        });
  }

  /** What was forgotten is not brought back by a copy. */
  private static boolean isKnown(Call.Step step) {
    boolean text =
        !(step.fact() instanceof Subject.OfObservation observation)
            || observation.text().isPresent();
    return text && step.action() != Change.Action.FORGOTTEN;
  }

  private static void write(JsonGenerator line, Call.Step step) {
    line.writeStartObject();
    line.writeStringProperty(
        "action", step.action() == Change.Action.REMOVED ? "removed" : "added");
    switch (step.fact()) {
      case Subject.OfEntity entity -> {
        line.writeStringProperty("entity", entity.entity());
        line.writeStringProperty("entityType", entity.type());
      }
      case Subject.OfObservation observation -> {
        line.writeStringProperty("entity", observation.entity());
        line.writeStringProperty("observation", observation.text().orElse(""));
      }
      case Subject.OfRelation of -> {
        line.writeStringProperty("from", of.relation().from());
        line.writeStringProperty("to", of.relation().to());
        line.writeStringProperty("relationType", of.relation().type());
      }
    }
    line.writeEndObject();
  }

  private void line(Consumer<JsonGenerator> members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator object = json.createGenerator(ObjectWriteContext.empty(), text)) {
      object.writeStartObject();
      members.accept(object);
      object.writeEndObject();
    }
    byte[] line = text.toString().getBytes(StandardCharsets.US_ASCII);
    digest.update(line);
    try {
      out.write(line);
      out.write('\n');
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  long entities() {
    return entities;
  }

  long observations() {
    return observations;
  }

  long relations() {
    return relations;
  }

  public long calls() {
    return calls;
  }
}
