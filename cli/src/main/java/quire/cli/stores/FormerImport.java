package quire.cli.stores;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quire.api.MemoryStore;
import quire.cli.settings.Settings;
import quire.cli.stores.Piece.Odd;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Reads another memory server's file once, and counts what becomes of it. */
public final class FormerImport {
  private static final int REASONS_NAMED = 20;

  /** What is left is held in memory until the end; more of it than this is no memory's file. */
  private static final int MOST_KEPT = 32 << 20;

  private final Settings settings;
  private final Path source;
  private final List<String> reasons = new ArrayList<>();
  private final StringBuilder kept = new StringBuilder();
  private long understood;
  private long changed;
  private long left;

  public FormerImport(Settings settings, Path source) {
    this.settings = settings;
    this.source = source;
  }

  /** Takes the file over; what is there already is not added again. */
  public ImportReport into(MemoryStore store) throws IOException {
    ImportBatch batch = new ImportBatch(store, source.getFileName().toString());
    read(
        piece -> {
          switch (piece) {
            case Piece.OfEntity entity -> batch.add(entity.entity());
            case Piece.OfRelation relation -> batch.add(relation.relation());
            case Piece.Mark mark -> {}
            case Piece.Left none -> {}
          }
        });
    batch.flush();
    return report(batch.counts(), keep());
  }

  /** {@return what could be taken; nothing is written} */
  public ImportReport rehearsed() throws IOException {
    Map<String, Integer> entities = new HashMap<>();
    long[] counts = {0, 0};
    read(
        piece -> {
          switch (piece) {
            case Piece.OfEntity found -> {
              entities.put(found.entity().name(), 1);
              counts[0] += found.entity().observations().size();
            }
            case Piece.OfRelation relation -> counts[1]++;
            case Piece.Mark mark -> {}
            case Piece.Left none -> {}
          }
        });
    return report(new ImportReport.Counts(entities.size(), counts[0], counts[1]), Optional.empty());
  }

  /** Takes what is understood. */
  private interface Taker {
    void take(Piece piece);
  }

  private void read(Taker taker) throws IOException {
    SecretDoor door = new SecretDoor(settings.secrets());
    new FormerFile(source, new Piece.Reader(settings.store().limits()))
        .forEach(
            (line, found) -> {
              Piece piece = door.passed(found);
              count(line, piece);
              taker.take(piece);
            });
  }

  private void count(long line, Piece piece) {
    switch (piece) {
      case Piece.OfEntity entity -> count(line, entity.entity().name(), entity.odd());
      case Piece.OfRelation relation -> count(line, relation.relation().from(), relation.odd());
      case Piece.Mark mark -> {}
      case Piece.Left none -> leave(line, "", none.reason(), none.value());
    }
  }

  private void count(long line, String name, List<Odd> odd) {
    understood++;
    if (!odd.isEmpty()) {
      changed++;
    }
    odd.stream().filter(Odd::lost).forEach(lost -> leave(line, name, lost.reason(), lost.value()));
  }

  private void leave(long line, String of, String reason, Object value) {
    left++;
    if (reasons.size() < REASONS_NAMED) {
      reasons.add("%s:%d skipped: %s".formatted(source, line, reason));
    }
    boolean room = kept.length() < MOST_KEPT;
    kept.append(written(line, of, reason, room ? value : "too much to be kept")).append('\n');
  }

  private String written(long line, String of, String reason, Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("file", source.toString());
      json.writeNumberProperty("line", line);
      if (!of.isEmpty()) {
        json.writeStringProperty("of", of);
      }
      json.writeStringProperty("reason", reason);
      json.writeName("left");
      write(json, value);
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Object value) {
    switch (value) {
      case Map<?, ?> members -> {
        json.writeStartObject();
        members.forEach(
            (name, member) -> {
              json.writeName(name.toString());
              write(json, member);
            });
        json.writeEndObject();
      }
      case List<?> items -> {
        json.writeStartArray();
        items.forEach(item -> write(json, item));
        json.writeEndArray();
      }
      case String text -> json.writeString(text);
      case BigDecimal number -> json.writeNumber(number);
      case Boolean truth -> json.writeBoolean(truth);
      default -> json.writeNull();
    }
  }

  /** {@return the file beside the store with what was left} */
  private Optional<Path> keep() throws IOException {
    if (left == 0) {
      return Optional.empty();
    }
    Path file = JsonlImport.beside(settings, ".import-left.jsonl");
    Path draft = JsonlImport.beside(file, "." + ProcessHandle.current().pid());
    Files.writeString(draft, kept);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    return Optional.of(file);
  }

  private ImportReport report(ImportReport.Counts taken, Optional<Path> file) {
    return new ImportReport(source, understood, taken, changed, left, file, reasons);
  }
}
