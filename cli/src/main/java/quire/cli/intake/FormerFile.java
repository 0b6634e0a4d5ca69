package quire.cli.intake;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import quire.cli.base.JsonTree;
import quire.cli.intake.Piece.Kind;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * A file in which another memory server keeps its graph: one JSON object a line, as the standard
 * one writes, several of them on a line, an array of them, or one object with a list of entities
 * and one of relations. A line that is damaged costs itself.
 */
record FormerFile(Path path, Piece.Reader reader) {
  private static final Set<String> ENTITIES = Set.of("entities", "nodes");
  private static final Set<String> RELATIONS = Set.of("relations", "edges", "links");

  private static final Set<String> MEMORIES = Set.of("memories", "results");

  /** What people and other programs write though JSON has no such thing. */
  private static final JsonFactory LENIENT =
      JsonFactory.builder()
          .enable(
              JsonReadFeature.ALLOW_JAVA_COMMENTS,
              JsonReadFeature.ALLOW_YAML_COMMENTS,
              JsonReadFeature.ALLOW_TRAILING_COMMA,
              JsonReadFeature.ALLOW_SINGLE_QUOTES,
              JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  /** How much of a damaged line is shown and kept. */
  private static final int MOST_OF_A_LINE = 1 << 20;

  /** Takes one record and the number of its line, counted from 1. */
  interface Visitor {
    void piece(long line, Piece piece);
  }

  /** Hands every record to the visitor. */
  void forEach(Visitor visitor) throws IOException {
    if (isOfLines()) {
      lines(visitor);
    } else {
      whole(visitor);
    }
  }

  /** {@return whether the first line that is not blank is JSON by itself, or no JSON at all} */
  private boolean isOfLines() throws IOException {
    try (InputStream in = open()) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      while (next(in, line)) {
        byte[] bytes = line.toByteArray();
        if (!isBlank(bytes)) {
          return !begins(bytes);
        }
      }
      return true;
    }
  }

  /** {@return whether this line is the beginning of something that ends in a later one} */
  private static boolean begins(byte[] line) {
    if (line.length > 1 && (line[0] & line[1] & 0xff) == 0xfe) {
      return true; // UTF-16, in which a line feed is no byte of its own
    }
    int depth = 0;
    try (JsonParser parser = parser(line)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
      return false;
    } catch (JacksonException broken) {
      // A line that was cut off ends within a text or a name, a file over many lines between them.
      return depth > 0
          && broken.getOriginalMessage().startsWith("Unexpected end-of-input")
          && !broken.getOriginalMessage().contains(" in ")
          && !broken.getOriginalMessage().contains("closing quote");
    }
  }

  private void lines(Visitor visitor) throws IOException {
    try (InputStream in = open()) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (long number = 1; next(in, line); number++) {
        byte[] bytes = line.toByteArray();
        if (!isBlank(bytes)) {
          line(number, bytes, visitor);
        }
      }
    }
  }

  private void line(long number, byte[] bytes, Visitor visitor) {
    Values values = new Values(piece -> visitor.piece(number, piece));
    try (JsonParser parser = parser(bytes)) {
      values.all(parser);
    } catch (JacksonException broken) {
      int from = (int) Math.min(values.sound, bytes.length);
      int length = Math.min(bytes.length - from, MOST_OF_A_LINE);
      String rest = new String(bytes, from, length, StandardCharsets.UTF_8);
      if (!rest.strip().equals(",")) { // between the objects of an array without its brackets
        visitor.piece(number, new Piece.Left(reason(broken), rest));
      }
    }
  }

  private void whole(Visitor visitor) throws IOException {
    try (InputStream in = open();
        JsonParser parser = LENIENT.createParser(ObjectReadContext.empty(), in)) {
      long[] taken = {0};
      try {
        new Values(
                piece -> {
                  taken[0]++;
                  visitor.piece(parser.currentLocation().getLineNr(), piece);
                })
            .all(parser);
      } catch (JacksonException broken) {
        if (taken[0] == 0) {
          lines(visitor);
          return;
        }
        visitor.piece(
            broken.getLocation().getLineNr(),
            new Piece.Left(reason(broken) + "; all that follows was left", "see " + path));
      }
    }
  }

  private static JsonParser parser(byte[] line) {
    return LENIENT.createParser(ObjectReadContext.empty(), line);
  }

  private static String reason(JacksonException broken) {
    String message = broken.getOriginalMessage();
    if (message.startsWith("Unexpected end-of-input")) {
      return "it breaks off";
    }
    if (message.startsWith("Invalid UTF-8")) {
      return "it is not in UTF-8";
    }
    return "no JSON from character %d on".formatted(broken.getLocation().getColumnNr());
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(Files.newInputStream(path), 1 << 16);
  }

  /** Takes what is understood. */
  private interface Taker {
    void take(Piece piece);
  }

  /** Walks values one after another. */
  private final class Values {
    private final Taker taker;

    /** Where the last value ended that was taken whole. */
    private long sound;

    Values(Taker taker) {
      this.taker = taker;
    }

    void all(JsonParser parser) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        value(parser, Kind.ANY);
        sound = parser.currentLocation().getByteOffset();
      }
    }

    private void value(JsonParser parser, Kind kind) {
      switch (parser.currentToken()) {
        case START_ARRAY -> {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            value(parser, kind);
          }
        }
        case START_OBJECT -> object(parser, kind);
        default -> taker.take(new Piece.Left("no JSON object", tree(parser)));
      }
    }

    private void object(JsonParser parser, Kind kind) {
      Map<String, Object> members = new LinkedHashMap<>();
      boolean holdsOthers = false;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (kind == Kind.ANY && value == JsonToken.START_ARRAY && ENTITIES.contains(name)) {
          holdsOthers = true;
          value(parser, Kind.ENTITY);
        } else if (kind == Kind.ANY && value == JsonToken.START_ARRAY && RELATIONS.contains(name)) {
          holdsOthers = true;
          value(parser, Kind.RELATION);
        } else if (kind == Kind.ANY && value == JsonToken.START_ARRAY && MEMORIES.contains(name)) {
          holdsOthers = true;
          value(parser, Kind.ANY);
        } else if (kind == Kind.ANY && value == JsonToken.START_OBJECT && name.equals("entities")) {
          holdsOthers = true;
          named(parser);
        } else if (kind == Kind.ANY && value == JsonToken.START_OBJECT && isGraph(name)) {
          holdsOthers = true;
          object(parser, Kind.ANY);
        } else {
          members.put(name, tree(parser));
        }
      }
      if (!holdsOthers || members.containsKey("name")) {
        reader.pieces(members, kind).forEach(taker::take);
        return;
      }
      members.forEach(
          (name, value) -> {
            boolean holdsSomething =
                (value instanceof List<?> list && !list.isEmpty())
                    || (value instanceof Map<?, ?> map && !map.isEmpty());
            if (holdsSomething && !name.startsWith("_")) {
              taker.take(new Piece.Left("\"%s\" is not understood".formatted(name), value));
            }
          });
    }

    /** Takes entities that stand under their names instead of in a list. */
    private void named(JsonParser parser) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        if (tree(parser) instanceof Map<?, ?> map) {
          Map<String, Object> members = new LinkedHashMap<>(Map.of("name", name));
          map.forEach((member, value) -> members.put(String.valueOf(member), value));
          reader.pieces(members, Kind.ENTITY).forEach(taker::take);
        } else {
          taker.take(new Piece.Left("an entity that is no object", name));
        }
      }
    }

    private static boolean isGraph(String name) {
      return Set.of("graph", "knowledgeGraph", "memory", "data").contains(name);
    }
  }

  private static Object tree(JsonParser parser) {
    return JsonTree.read(parser, FormerFile::scalar);
  }

  /** {@return texts, numbers and truth values as they are, null as a text that is none} */
  private static Object scalar(JsonParser parser) {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          parser.isNaN() ? new Nothing() : new BigDecimal(parser.getString());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> new Nothing();
    };
  }

  /** A JSON null. */
  private record Nothing() {
    @Override
    public String toString() {
      return "null";
    }
  }

  /** {@return whether there was a line} Lines are bytes: one that is no UTF-8 spoils no other. */
  private static boolean next(InputStream in, ByteArrayOutputStream line) throws IOException {
    line.reset();
    int read = in.read();
    if (read < 0) {
      return false;
    }
    for (; read >= 0 && read != '\n'; read = in.read()) {
      line.write(read);
    }
    return true;
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
