package quire.cli.graph;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import quire.api.Entity;
import quire.api.Relation;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * An entity as a person edits it: its type, its facts, and the relations that go out from it. A
 * fact is a line that begins with a dash; its further lines are indented. What would not be read
 * back as it was, such as control characters, is written as a text of JSON.
 *
 * @param relations as they are written behind the dash
 */
record EditText(String type, List<String> facts, List<String> relations) {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final String TYPE = "type: ";
  private static final String RELATIONS = "## relations";
  private static final String ARROW = " -> ";
  private static final String NO_JSON =
      "a text that begins with a quotation mark is read as JSON: between quotation marks as a"
          + " whole, and with a backslash before each one inside";

  EditText {
    facts = List.copyOf(facts);
    relations = List.copyOf(relations);
  }

  /** The text is not one that {@link #written} could have made; the message names the line. */
  static final class UnreadableException extends Exception {
    UnreadableException(int line, String why) {
      super("line %d: %s".formatted(line, why));
    }
  }

  static EditText of(Entity entity, List<Relation> relations) {
    return new EditText(
        entity.type(),
        entity.observations(),
        relations.stream()
            .filter(relation -> relation.from().equals(entity.name()))
            .filter(
                relation -> relation(relation.from(), line(relation)).equals(Optional.of(relation)))
            .map(EditText::line)
            .toList());
  }

  /** {@return a relation as it stands behind the dash} */
  static String line(Relation relation) {
    return relation.type() + ARROW + relation.to();
  }

  /** {@return the relation of such a line} */
  static Optional<Relation> relation(String from, String line) {
    int arrow = line.indexOf(ARROW);
    return arrow < 1 || arrow + ARROW.length() == line.length()
        ? Optional.empty()
        : Optional.of(
            new Relation(from, line.substring(arrow + ARROW.length()), line.substring(0, arrow)));
  }

  /** {@return the file that is given to the editor} */
  String written(String name) {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(word(name)).append('\n');
    text.append(TYPE).append(word(type)).append("\n\n");
    facts.forEach(fact -> text.append(item(fact)));
    text.append('\n').append(RELATIONS).append('\n');
    relations.forEach(relation -> text.append(item(relation)));
    text.append(
        """

        <!-- A fact is a line that begins with "- "; its further lines are indented by two blanks.
        A relation is "- TYPE -> NAME". Save to write, leave as it is to write nothing.
        To give the entity another name: quire mv -->
        """);
    return text.toString();
  }

  private static String item(String text) {
    String plain = "- " + text.replace("\n", "\n  ") + "\n";
    return isPlain(text) ? plain : "- " + quoted(text) + "\n";
  }

  private static String word(String text) {
    return isPlain(text) && !text.contains("\n") ? text : quoted(text);
  }

  /** {@return whether an editor gives the text back as it was} */
  private static boolean isPlain(String text) {
    // Editors take blanks from the ends of lines.
    return text.codePoints().allMatch(EditText::isShown)
        && !text.isEmpty()
        && !text.startsWith("\"")
        && text.lines().allMatch(line -> line.equals(line.stripTrailing()))
        && text.equals(text.strip());
  }

  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\n' || c == '\t';
      // What joins letters and emoji is no more than that; others turn the order of the text.
      case Character.FORMAT -> c == '\u200c' || c == '\u200d';
      case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }

  private static String quoted(String text) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeString(text);
    }
    return out.toString();
  }

  /**
   * {@return what a person has made of it}
   *
   * @throws UnreadableException if a line has no meaning
   */
  static EditText read(String edited, String name) throws UnreadableException {
    Reading reading = new Reading(name);
    int number = 0;
    for (String line : edited.split("\r?\n", -1)) {
      reading.take(++number, line);
    }
    return reading.end(number);
  }

  /** Goes through the lines; an item goes on as long as lines are indented or blank. */
  private static final class Reading {
    private final String name;
    private final List<String> facts = new ArrayList<>();
    private final List<String> relations = new ArrayList<>();
    private final StringBuilder item = new StringBuilder();
    private Optional<String> type = Optional.empty();
    private boolean inItem;
    private boolean inRelations;
    private boolean inRemark;
    private boolean isNamed;
    private int blank;
    private int begun;

    Reading(String name) {
      this.name = name;
    }

    void take(int number, String line) throws UnreadableException {
      if (inRemark || line.startsWith("<!--")) {
        endItem();
        inRemark = !line.stripTrailing().endsWith("-->");
      } else if (line.startsWith("- ") || line.stripTrailing().equals("-")) {
        endItem();
        inItem = true;
        begun = number;
        item.append(line.substring(1).strip());
      } else if (line.isBlank()) {
        blank++;
      } else if (inItem && line.startsWith("  ")) {
        item.append("\n".repeat(blank + 1)).append(line.substring(2).stripTrailing());
        blank = 0;
      } else {
        endItem();
        other(number, line.stripTrailing());
      }
    }

    private void other(int number, String line) throws UnreadableException {
      if (line.equalsIgnoreCase(RELATIONS)) {
        inRelations = true;
      } else if (line.startsWith("# ") && !isNamed) {
        isNamed = true;
        if (!unquoted(number, line.substring(2).strip()).equals(name)) {
          throw new UnreadableException(
              number, "the name stays as it is; to give the entity another one: quire mv");
        }
      } else if (line.startsWith(TYPE) && type.isEmpty()) {
        type = Optional.of(unquoted(number, line.substring(TYPE.length()).strip()));
      } else {
        throw new UnreadableException(
            number,
            "it is no fact, which begins with \"- \", and no further line of one, which begins with"
                + " two blanks");
      }
    }

    private void endItem() throws UnreadableException {
      blank = 0;
      if (inItem) {
        inItem = false;
        String written = item.toString();
        item.setLength(0);
        if (written.isBlank()) {
          throw new UnreadableException(begun, "there is nothing behind the dash");
        }
        String text = unquoted(begun, written);
        if (inRelations && relation(name, text).isEmpty()) {
          throw new UnreadableException(begun, "a relation is \"- TYPE -> NAME\"");
        }
        (inRelations ? relations : facts).add(text);
      }
    }

    EditText end(int last) throws UnreadableException {
      endItem();
      if (type.isEmpty() || !isNamed) {
        throw new UnreadableException(
            last, "the lines \"# NAME\" and \"type: TYPE\" at the beginning are missing");
      }
      return new EditText(
          type.get(), facts.stream().distinct().toList(), relations.stream().distinct().toList());
    }

    private static String unquoted(int line, String text) throws UnreadableException {
      if (!text.startsWith("\"")) {
        return text;
      }
      try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
          String value = parser.getString();
          if (parser.nextToken() == null) {
            return value;
          }
        }
      } catch (JacksonException broken) {
        throw new UnreadableException(line, NO_JSON);
      }
      throw new UnreadableException(line, NO_JSON);
    }
  }
}
