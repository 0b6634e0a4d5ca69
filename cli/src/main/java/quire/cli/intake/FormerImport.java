package quire.cli.intake;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.cli.intake.ForeignSource.Place;
import quire.cli.intake.Piece.Odd;
import quire.cli.settings.Settings;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Takes over what another memory program keeps, and counts what becomes of it. */
public final class FormerImport {
  private static final int REASONS_NAMED = 20;
  private static final int RECORDS_BETWEEN_LOOKS = 100;

  private final Settings settings;
  private final ForeignSource source;
  private final ConflictRule rule;
  private final BroughtTime time;
  private final Consumer<Object> progress;
  private final List<String> reasons = new ArrayList<>();
  private Set<String> conflicts = Set.of();
  private LeftOver leftOver = new LeftOver(Optional.empty());
  private long records;
  private long understood;
  private long changed;
  private long left;

  /**
   * @param time the clock of the store, so that facts bring their time along
   * @param progress is told now and then how many records were read
   */
  public FormerImport(
      Settings settings,
      ForeignSource source,
      ConflictRule rule,
      BroughtTime time,
      Consumer<Object> progress) {
    this.settings = settings;
    this.source = source;
    this.rule = rule;
    this.time = time;
    this.progress = progress;
  }

  /**
   * Takes it over; what is there already is not added again.
   *
   * @param leftIn where to put what could not be taken
   */
  public ImportReport into(MemoryStore store, Path leftIn) throws IOException {
    if (rule != ConflictRule.MERGE) { // else it would be read twice for nothing
      conflicts = conflicts(store);
    }
    try (LeftOver opened = new LeftOver(Optional.of(leftIn));
        ImportBatch batch = new ImportBatch(store, source.session(), time, this::otherType)) {
      leftOver = opened;
      read(
          (place, piece) -> {
            switch (piece) {
              case Piece.OfEntity found -> take(place, found, batch);
              case Piece.OfRelation found -> batch.add(renamed(found.relation()), found.time());
              case Piece.Mark mark -> {}
              case Piece.Left none -> {}
            }
          });
      batch.flush();
      return report(batch.counts(), opened.keep());
    }
  }

  private void take(Place place, Piece.OfEntity found, ImportBatch batch) {
    Entity entity = found.entity();
    if (isSkipped(entity.name())) {
      leave(place, entity.name(), "the store has it with something else", tree(entity));
    } else {
      batch.add(
          place,
          new Entity(renamed(entity.name()), entity.type(), entity.observations()),
          found.time());
    }
  }

  private static Map<String, Object> tree(Entity entity) {
    return Map.of("entityType", entity.type(), "observations", entity.observations());
  }

  private Relation renamed(Relation relation) {
    return new Relation(renamed(relation.from()), renamed(relation.to()), relation.type());
  }

  private String renamed(String name) {
    return rule == ConflictRule.RENAME && conflicts.contains(name) && !isSkipped(name)
        ? otherName(name)
        : name;
  }

  /** The same each time, so that what was renamed once is found again. */
  private String otherName(String name) {
    return "%s (%s)".formatted(name, source.session());
  }

  private boolean isSkipped(String name) {
    return conflicts.contains(name)
        && (rule == ConflictRule.SKIP
            || new Fitting(settings.store().limits()).isTooLong(otherName(name)));
  }

  private void otherType(Place place, Entity entity, String there) {
    leave(
        place,
        entity.name(),
        "the store has it with the type \"%s\"".formatted(there),
        entity.type());
  }

  private Set<String> conflicts(MemoryStore store) throws IOException {
    Conflicts found = new Conflicts(store);
    SecretDoor door = new SecretDoor(settings.secrets());
    source.forEach(
        (place, piece) -> {
          if (door.passed(piece) instanceof Piece.OfEntity entity) {
            found.look(entity.entity());
          }
        });
    return found.names();
  }

  /**
   * {@return what could be taken; nothing is written}
   *
   * @param store what it would be taken into, if that is there
   */
  public ImportReport rehearsed(Optional<MemoryStore> store) throws IOException {
    Map<String, Integer> entities = new HashMap<>();
    long[] counts = {0, 0};
    if (store.isPresent()) {
      conflicts = conflicts(store.get());
    }
    read(
        (place, piece) -> {
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

  private void read(ForeignSource.Visitor visitor) throws IOException {
    SecretDoor door = new SecretDoor(settings.secrets());
    source.forEach(
        (place, found) -> {
          Piece piece = door.passed(found);
          count(place, piece);
          visitor.piece(place, piece);
          records++;
          if (records % RECORDS_BETWEEN_LOOKS == 0) {
            progress.accept("%,d records".formatted(records));
          }
        });
  }

  private void count(Place place, Piece piece) {
    switch (piece) {
      case Piece.OfEntity entity -> count(place, entity.entity().name(), entity.odd());
      case Piece.OfRelation relation -> count(place, relation.relation().from(), relation.odd());
      case Piece.Mark mark -> {}
      case Piece.Left none -> leave(place, "", none.reason(), none.value());
    }
  }

  private void count(Place place, String name, List<Odd> odd) {
    understood++;
    if (!odd.isEmpty()) {
      changed++;
    }
    odd.stream().filter(Odd::lost).forEach(lost -> leave(place, name, lost.reason(), lost.value()));
  }

  private void leave(Place place, String of, String reason, Object value) {
    left++;
    if (reasons.size() < REASONS_NAMED) {
      reasons.add("%s%s skipped: %s".formatted(source.named(), place, reason));
    }
    leftOver.add(written(place, of, reason, value));
  }

  private String written(Place place, String of, String reason, Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("file", source.named());
      if (!place.part().isEmpty()) {
        json.writeStringProperty("part", place.part());
      }
      json.writeNumberProperty("line", place.line());
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

  private ImportReport report(ImportReport.Counts taken, Optional<Path> file) {
    return new ImportReport(
        source.path(),
        source.named(),
        source.stays(),
        understood,
        taken,
        changed,
        conflicts.size(),
        left,
        file,
        reasons);
  }
}
