package quire.cli.foreign;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import quire.api.Entity;
import quire.api.Relation;
import quire.cli.foreign.MarkdownNote.Block;
import quire.cli.foreign.MarkdownNote.Kind;
import quire.cli.intake.Piece;
import quire.cli.intake.WrittenTime;

/** What a note says of the entity that it stands for. */
final class NotePieces {
  private static final Pattern RELATION =
      Pattern.compile("([^\\[]*?)\\s*\\[\\[([^\\]|#]+)(?:[|#][^\\]]*)?\\]\\]\\s*(?:\\((.*)\\))?");
  private static final Pattern TARGET = Pattern.compile("\\]\\(([^)]+)\\)");
  private static final String LINKS_TO = "links_to";

  /** What is said by the file's place or in the name already. */
  private static final Set<String> OWN = Set.of("title", "type", "tags", "permalink");

  private static final List<String> TIMES = List.of("created", "created_at", "date");

  private final List<Numbered> pieces = new ArrayList<>();
  private final String name;
  private final String type;
  private final Optional<Instant> time;

  private record Numbered(long line, Piece piece) {}

  /** Takes a piece and the line where it stands. */
  interface Visitor {
    void piece(long line, Piece piece);
  }

  private NotePieces(String name, String type, Optional<Instant> time) {
    this.name = name;
    this.type = type;
    this.time = time;
    add(1, new Piece.OfEntity(new Entity(name, type, List.of()), time, List.of()));
  }

  /** {@return what a note of basic-memory says} */
  static NotePieces ofNote(MarkdownNote note, String stem, Optional<Instant> written) {
    Optional<Instant> created =
        TIMES.stream()
            .flatMap(key -> note.first(key).stream())
            .findFirst()
            .flatMap(WrittenTime::of);
    NotePieces pieces =
        new NotePieces(
            note.first("title").orElse(stem),
            note.first("type").orElse("note"),
            created.or(() -> written));
    Set<String> known = new HashSet<>(OWN);
    if (created.isPresent()) {
      known.addAll(TIMES);
    }
    pieces.properties(note, known);
    for (String tag : note.all("tags")) {
      for (String one : tag.split(",")) {
        pieces.tag(one.strip().replaceFirst("^#", ""));
      }
    }
    for (Block block : note.blocks()) {
      Matcher relation = RELATION.matcher(block.text());
      if (block.kind() == Kind.ITEM && relation.matches()) {
        pieces.relation(block, relation);
      } else {
        pieces.block(block);
      }
    }
    return pieces;
  }

  /** {@return what a topic of Claude Code's memory says} */
  static NotePieces ofTopic(MarkdownNote note, String stem, Optional<Instant> written) {
    NotePieces pieces =
        new NotePieces(
            note.first("name").orElse(stem), note.first("type").orElse("memory"), written);
    note.first("description").ifPresent(text -> pieces.observation(1, text));
    pieces.properties(note, Set.of("name", "type", "description"));
    note.blocks().forEach(pieces::block);
    return pieces;
  }

  /**
   * {@return what the index of Claude Code's memory says beyond that there are topics}
   *
   * @param topics their files
   */
  static NotePieces ofIndex(
      MarkdownNote note, String stem, Optional<Instant> written, List<String> topics) {
    NotePieces pieces = new NotePieces(stem, "memory", written);
    for (Block block : note.blocks()) {
      Matcher target = TARGET.matcher(block.text());
      boolean entry =
          block.kind() == Kind.ITEM && target.find() && topics.contains(target.group(1).strip());
      if (!entry && block.kind() != Kind.HEADING) {
        pieces.block(block);
      }
    }
    if (pieces.pieces.size() == 1) {
      pieces.pieces.clear(); // an index that says nothing of its own is no entity
    }
    return pieces;
  }

  static Piece left(String reason, String what) {
    return new Piece.Left(reason, what);
  }

  private void properties(MarkdownNote note, Set<String> known) {
    for (Map.Entry<String, List<String>> property : note.properties().entrySet()) {
      if (!known.contains(property.getKey()) && !property.getValue().isEmpty()) {
        observation(
            1, "%s: %s".formatted(property.getKey(), String.join(", ", property.getValue())));
      }
    }
  }

  private void tag(String tag) {
    if (!tag.isEmpty()) {
      add(1, new Piece.OfEntity(new Entity(tag, "tag", List.of()), time, List.of()));
      add(1, new Piece.OfRelation(new Relation(name, tag, "tagged"), time, List.of()));
    }
  }

  private void relation(Block block, Matcher relation) {
    String written = relation.group(1).strip().replaceAll("^[\"']|[\"']$", "");
    String context = relation.group(3);
    List<Piece.Odd> odd =
        context == null || context.isBlank()
            ? List.of()
            : List.of(new Piece.Odd("what stands behind a relation", context, true));
    add(
        block.line(),
        new Piece.OfRelation(
            new Relation(name, relation.group(2).strip(), written.isEmpty() ? LINKS_TO : written),
            time,
            odd));
  }

  private void block(Block block) {
    if (block.kind() != Kind.HEADING) {
      observation(block.line(), block.text());
      for (String target : block.links()) {
        add(
            block.line(),
            new Piece.OfRelation(new Relation(name, target, LINKS_TO), time, List.of()));
      }
    } else if (!Set.of("Observations", "Relations", name).contains(block.text())) {
      add(block.line(), left("a heading has no place in a graph", block.text()));
    }
  }

  private void observation(long line, String text) {
    add(line, new Piece.OfEntity(new Entity(name, type, List.of(text)), time, List.of()));
  }

  private void add(long line, Piece piece) {
    pieces.add(new Numbered(line, piece));
  }

  void forEach(Visitor visitor) {
    pieces.forEach(each -> visitor.piece(each.line(), each.piece()));
  }
}
