package quire.cli.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import quire.api.Entity;
import quire.api.Relation;
import quire.cli.intake.Piece.Odd;

/**
 * A record of a program that keeps texts and no graph: a memory of mem0, which is about a user, an
 * agent, an application or a run, or one of mcp-memory-service, which has tags.
 */
record MemoryRecord(Map<String, Object> members) {
  private static final List<String> ABOUT = List.of("user", "agent", "app", "run");

  static boolean isOne(Map<String, Object> members) {
    return isOfMem0(members)
        || (members.get("content") instanceof String && members.containsKey("content_hash"));
  }

  private static boolean isOfMem0(Map<String, Object> members) {
    return members.get("memory") instanceof String && members.containsKey("id");
  }

  List<Piece> pieces() {
    return isOfMem0(members) ? List.of(ofMem0()) : ofService();
  }

  private Piece ofMem0() {
    List<String> about = ABOUT.stream().filter(kind -> id(kind).isPresent()).toList();
    String kind = about.isEmpty() ? "memory" : about.getFirst();
    List<Odd> odd = new ArrayList<>();
    about.stream().skip(1).forEach(other -> lose(other + "_id", odd));
    Stream.of("metadata", "categories", "expiration_date").forEach(name -> lose(name, odd));
    Entity entity = new Entity(id(kind).orElse("mem0"), kind, List.of(text("memory")));
    return new Piece.OfEntity(entity, time(), odd);
  }

  private Optional<String> id(String kind) {
    return Optional.of(text(kind + "_id")).filter(id -> !id.isEmpty());
  }

  private List<Piece> ofService() {
    List<Odd> odd = new ArrayList<>();
    lose("metadata", odd);
    String name = name(text("content_hash"));
    String type = text("memory_type");
    List<Piece> pieces = new ArrayList<>();
    pieces.add(
        new Piece.OfEntity(
            new Entity(name, type.isEmpty() ? "memory" : type, List.of(text("content"))),
            time(),
            odd));
    for (String tag : tags()) {
      pieces.add(new Piece.OfEntity(new Entity(tag, "tag", List.of()), time(), List.of()));
      pieces.add(new Piece.OfRelation(new Relation(name, tag, "tagged"), time(), List.of()));
    }
    return pieces;
  }

  /** {@return what a memory without a name is called, by the digest of its text} */
  private static String name(String digest) {
    return "memory " + digest.substring(0, Math.min(12, digest.length()));
  }

  private List<String> tags() {
    Object tags = members.getOrDefault("tags", "");
    Stream<?> all =
        tags instanceof List<?> list ? list.stream() : Stream.of(tags.toString().split(","));
    return all.map(tag -> tag.toString().strip())
        .filter(tag -> !tag.isEmpty() && !tag.equals("null"))
        .distinct()
        .toList();
  }

  private Optional<Instant> time() {
    return Piece.Reader.time(members);
  }

  private void lose(String name, List<Odd> odd) {
    Object value = members.get(name);
    boolean holdsSomething =
        (value instanceof String text && !text.isEmpty())
            || (value instanceof List<?> list && !list.isEmpty())
            || (value instanceof Map<?, ?> map && !map.isEmpty());
    if (value != null && holdsSomething) {
      odd.add(new Odd("its %s has no place in a graph".formatted(name), value, true));
    }
  }

  private String text(String name) {
    Object value = members.get(name);
    return value instanceof String || value instanceof Number ? value.toString() : "";
  }
}
