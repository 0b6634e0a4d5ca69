package quire.cli.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quire.api.Entity;
import quire.api.Limits;
import quire.api.Relation;

/** One record of another memory program, understood as far as that can be. */
public sealed interface Piece {
  /** {@return what of the piece a store with these limits accepts} */
  default Piece within(Limits limits) {
    return new Fitting(limits).fitted(this);
  }

  /**
   * An entity, or more of one that came before.
   *
   * @param time when its facts were written, if that is known
   * @param odd what of it could not be taken, or only in another form
   */
  record OfEntity(Entity entity, Optional<Instant> time, List<Odd> odd) implements Piece {
    public OfEntity {
      odd = List.copyOf(odd);
    }
  }

  /** A relation. */
  record OfRelation(Relation relation, Optional<Instant> time, List<Odd> odd) implements Piece {
    public OfRelation {
      odd = List.copyOf(odd);
    }
  }

  /** Something that says nothing about the memory, such as which program wrote the file. */
  record Mark() implements Piece {}

  /** A record of which nothing can be taken. */
  record Left(String reason, Object value) implements Piece {}

  /**
   * A member that is not as it should be.
   *
   * @param lost whether it was left, and not just put into another form
   */
  record Odd(String reason, Object value, boolean lost) {}

  /** What a record is, as far as its place in the file says so. */
  enum Kind {
    ANY,
    ENTITY,
    RELATION
  }

  /** Understands records, also those that other programs write. */
  final class Reader {
    /** Stands where a program knows no type of an entity. */
    static final String NO_TYPE = "unknown";

    private static final List<String> NAME = List.of("name", "entityName", "entity_name", "id");
    private static final List<String> TYPE =
        List.of("entityType", "entity_type", "entitytype", "kind", "category");
    private static final List<String> OBSERVATIONS =
        List.of("observations", "observation", "contents", "facts");
    private static final List<String> FROM =
        List.of("from", "source", "from_entity", "fromEntity", "subject");
    private static final List<String> TO =
        List.of("to", "target", "to_entity", "toEntity", "object");
    private static final List<String> RELATION =
        List.of("relationType", "relation_type", "relationtype", "predicate", "label");
    private static final List<String> TEXT = List.of("content", "text", "observation", "fact");
    private static final List<String> TIME =
        List.of("createdAt", "created_at", "created_at_iso", "timestamp");

    private final Fitting fitting;

    Reader(Limits limits) {
      this.fitting = new Fitting(limits);
    }

    List<Piece> pieces(Map<String, Object> record, Kind kind) {
      return kind == Kind.ANY && MemoryRecord.isOne(record)
          ? new MemoryRecord(record).pieces().stream().map(fitting::fitted).toList()
          : List.of(read(record, kind));
    }

    private Piece read(Map<String, Object> record, Kind kind) {
      Object type = record.getOrDefault("type", "");
      if (type instanceof String mark && mark.startsWith("_")) {
        return new Mark();
      }
      boolean relation = find(record, FROM).isPresent() && find(record, TO).isPresent();
      return switch (kind) {
        case ENTITY -> entity(record);
        case RELATION -> relation(record);
        case ANY -> {
          if (type.equals("relation") || (!type.equals("entity") && relation)) {
            yield relation(record);
          }
          boolean entity =
              find(record, NAME).isPresent()
                  && (find(record, TYPE).isPresent() || find(record, OBSERVATIONS).isPresent());
          yield type.equals("entity") || entity
              ? entity(record)
              : new Left("neither an entity nor a relation", record);
        }
      };
    }

    private Piece entity(Map<String, Object> record) {
      List<Odd> odd = new ArrayList<>();
      Optional<String> name = text(record, NAME, odd).filter(found -> !found.isEmpty());
      if (name.isEmpty()) {
        return new Left("an entity without a name", record);
      }
      if (fitting.isTooLong(name.get())) {
        return new Left("an entity whose name is beyond the limit", record);
      }
      String type = type(record, TYPE, "entity", NO_TYPE, odd);
      Entity entity = new Entity(name.get(), type, observations(record, name.get(), odd));
      return new OfEntity(entity, time(record), odd);
    }

    private Piece relation(Map<String, Object> record) {
      List<Odd> odd = new ArrayList<>();
      Optional<String> from = text(record, FROM, odd);
      Optional<String> to = text(record, TO, odd);
      if (from.isEmpty() || to.isEmpty()) {
        return new Left("a relation without both of its ends", record);
      }
      Relation relation =
          new Relation(from.get(), to.get(), type(record, RELATION, "relation", "related_to", odd));
      return fitting.isTooLong(relation.from()) || fitting.isTooLong(relation.to())
          ? new Left("a relation with a name beyond the limit", record)
          : new OfRelation(relation, time(record), odd);
    }

    /** {@return the type, which some programs call just so} */
    private String type(
        Map<String, Object> record, List<String> names, String own, String unless, List<Odd> odd) {
      Optional<String> found =
          text(record, names, odd)
              .or(() -> text(record, List.of("type"), odd).filter(type -> !type.equals(own)));
      if (found.filter(type -> !fitting.isTooLong(type)).isPresent()) {
        return found.get();
      }
      odd.add(
          new Odd(
              "it has no type that can be taken, and \"%s\" stands instead".formatted(unless),
              found.orElse(""),
              found.isPresent()));
      return unless;
    }

    private List<String> observations(Map<String, Object> record, String entity, List<Odd> odd) {
      List<String> texts = new ArrayList<>();
      Object found = find(record, OBSERVATIONS).orElse(List.of());
      if (!(found instanceof List<?>)) {
        odd.add(new Odd("its observations are no list", found, false));
      }
      for (Object item : found instanceof List<?> list ? list : List.of(found)) {
        Optional<String> text = observation(item, odd);
        if (text.isPresent() && fitting.isTooLong(entity, text.get())) {
          odd.add(new Odd("an observation is beyond the limit", text.get(), true));
        } else {
          text.ifPresent(texts::add);
        }
      }
      return texts;
    }

    private static Optional<String> observation(Object item, List<Odd> odd) {
      Optional<String> inner =
          item instanceof Map<?, ?> map
              ? TEXT.stream()
                  .map(map::get)
                  .filter(String.class::isInstance)
                  .map(String.class::cast)
                  .findFirst()
              : plain(item);
      if (!(item instanceof String)) {
        odd.add(new Odd("an observation is no text", item, inner.isEmpty()));
      }
      return inner;
    }

    private static Optional<String> text(
        Map<String, Object> record, List<String> names, List<Odd> odd) {
      Optional<Object> found = find(record, names);
      Optional<String> text = found.flatMap(Reader::plain);
      boolean list = found.isPresent() && found.get() instanceof List<?>;
      boolean map = found.isPresent() && found.get() instanceof Map<?, ?>;
      if (list || map || (text.isPresent() && !(found.get() instanceof String))) { // null is absent
        odd.add(new Odd(names.getFirst() + " is no text", found.get(), text.isEmpty()));
      }
      return text;
    }

    private static Optional<Object> find(Map<String, Object> record, List<String> names) {
      return names.stream().filter(record::containsKey).findFirst().map(record::get);
    }

    /** {@return a text, or a number or truth value as one} */
    private static Optional<String> plain(Object value) {
      boolean simple =
          value instanceof String || value instanceof Number || value instanceof Boolean;
      return simple ? Optional.of(value.toString()) : Optional.empty();
    }

    static Optional<Instant> time(Map<String, Object> record) {
      return find(record, TIME).flatMap(WrittenTime::of);
    }
  }
}
