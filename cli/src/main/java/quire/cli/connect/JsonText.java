package quire.cli.connect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * A JSON text and where in it each value stands, so that a part can be changed and nothing else.
 */
record JsonText(String text, Value root) {
  /** Deeper than any client's file; keeps a hostile one from exhausting the stack. */
  private static final int DEEPEST = 200;

  /** What a client's own reader takes. */
  enum Dialect {
    STRICT,
    /** Comments, but no comma behind the last member. */
    COMMENTS,
    LENIENT
  }

  /** What a value is, as far as an edit needs to know. */
  enum Kind {
    OBJECT,
    ARRAY,
    STRING,
    OTHER
  }

  /**
   * A value and its place.
   *
   * @param start of its first character
   * @param end behind its last character
   * @param string its text if it is a string, else empty
   * @param members those of an object, in order, equal names too
   * @param elements those of an array
   */
  record Value(
      Kind kind, int start, int end, String string, List<Member> members, List<Value> elements) {
    /** {@return the member of that name; the last of several, which is the one that counts} */
    Optional<Member> member(String name) {
      Member found = null;
      for (Member member : members) {
        if (member.name().equals(name)) {
          found = member;
        }
      }
      return Optional.ofNullable(found);
    }
  }

  /** A member of an object, which begins with its quoted name. */
  record Member(String name, int start, Value value) {
    int end() {
      return value.end();
    }
  }

  /** Reads a text as strictly as its client does. */
  static JsonText parse(String text, Dialect dialect) throws MalformedFileException {
    JsonFactory json =
        JsonFactory.builder()
            .configure(JsonReadFeature.ALLOW_JAVA_COMMENTS, dialect != Dialect.STRICT)
            .configure(JsonReadFeature.ALLOW_TRAILING_COMMA, dialect == Dialect.LENIENT)
            .build();
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        throw new MalformedFileException("it holds no JSON value");
      }
      Value root = value(parser, 0);
      if (parser.nextToken() != null) {
        throw new MalformedFileException("there is more behind its JSON value");
      }
      return new JsonText(text, root);
    } catch (JacksonException broken) {
      throw new MalformedFileException(
          "line %d, column %d is no valid JSON"
              .formatted(broken.getLocation().getLineNr(), broken.getLocation().getColumnNr()));
    }
  }

  private static Value value(JsonParser parser, int depth) throws MalformedFileException {
    if (depth > DEEPEST) {
      throw new MalformedFileException("its values are nested too deeply");
    }
    int start = start(parser);
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        List<Member> members = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.getString();
          int nameStart = start(parser);
          parser.nextToken();
          members.add(new Member(name, nameStart, value(parser, depth + 1)));
        }
        yield new Value(Kind.OBJECT, start, end(parser), "", List.copyOf(members), List.of());
      }
      case START_ARRAY -> {
        List<Value> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser, depth + 1));
        }
        yield new Value(Kind.ARRAY, start, end(parser), "", List.of(), List.copyOf(elements));
      }
      case VALUE_STRING -> {
        // Asking for the text reads the token to its end; only then is that place known.
        String string = parser.getString();
        yield new Value(Kind.STRING, start, end(parser), string, List.of(), List.of());
      }
      default -> {
        String written = parser.getString();
        int end = start + written.length();
        yield new Value(Kind.OTHER, start, end, "", List.of(), List.of());
      }
    };
  }

  private static int start(JsonParser parser) {
    return Math.toIntExact(parser.currentTokenLocation().getCharOffset());
  }

  private static int end(JsonParser parser) {
    return Math.toIntExact(parser.currentLocation().getCharOffset());
  }

  /** {@return the value at the end of these names, if each of them leads through an object} */
  Optional<Value> at(List<String> path) {
    Value value = root;
    for (String name : path) {
      Optional<Member> member = value.member(name);
      if (member.isEmpty()) {
        return Optional.empty();
      }
      value = member.get().value();
    }
    return Optional.of(value);
  }

  /** {@return the text with that range replaced} */
  String replaced(int start, int end, String by) {
    return text.substring(0, start) + by + text.substring(end);
  }

  /**
   * {@return the text with one more member at the end of an object}
   *
   * @param written the member on several lines of two spaces a level, as {@link Layout#indented}
   *     takes it
   */
  String with(Value object, String name, String written) {
    Layout layout = Layout.of(text);
    boolean empty = object.members().isEmpty();
    String quoted = quoted(name) + ": ";
    if (!empty) {
      Member last = object.members().getLast();
      int comma = comma(last.end(), object.end() - 1);
      boolean ownLine = layout.beginsItsLine(last.start());
      String member =
          ownLine
              ? layout.lineEnd()
                  + layout.indentBefore(last.start())
                  + layout.indented(quoted + written, layout.indentBefore(last.start()))
              : " " + quoted + compact(written);
      int behind = layout.behindRemark(comma < 0 ? last.end() : comma + 1, object.end() - 1);
      String front = text.substring(0, last.end()) + (comma < 0 ? "," : "");
      return front + text.substring(last.end(), behind) + member + text.substring(behind);
    }
    String inside = text.substring(object.start() + 1, object.end() - 1);
    boolean oneLine = layout.isOneLine() && inside.isBlank() && object.start() > 0;
    if (oneLine) {
      return replaced(object.start() + 1, object.end() - 1, quoted + compact(written));
    }
    String outer = layout.indentOfLine(object.start());
    String inner = outer + layout.unit();
    int from = object.start() + 1 + inside.stripTrailing().length();
    return replaced(
        from,
        object.end() - 1,
        layout.lineEnd()
            + inner
            + layout.indented(quoted + written, inner)
            + layout.lineEnd()
            + outer);
  }

  /** {@return the text without that member of an object, its comma and the space before it} */
  String without(Value object, Member member) {
    int blank = member.start();
    while (blank > object.start() + 1 && Character.isWhitespace(text.charAt(blank - 1))) {
      blank--;
    }
    int index = object.members().indexOf(member);
    int following = comma(member.end(), object.end() - 1);
    if (following >= 0) {
      return replaced(blank, following + 1, "");
    }
    if (index == 0) {
      // Alone in its object, it leaves nothing but the brackets; a comment keeps its line end.
      String rest = text.substring(member.end(), object.end() - 1);
      boolean alone = blank == object.start() + 1 && rest.isBlank();
      return replaced(blank, alone ? object.end() - 1 : member.end(), "");
    }
    int before = object.members().get(index - 1).end();
    int preceding = comma(before, member.start());
    return text.substring(0, preceding)
        + text.substring(preceding + 1, Math.max(blank, preceding + 1))
        + text.substring(member.end());
  }

  /** {@return where the next comma stands that is in no comment, or -1} */
  private int comma(int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.startsWith("//", i)) {
        int line = text.indexOf('\n', i);
        i = line < 0 ? to : line;
      } else if (text.startsWith("/*", i)) {
        i = text.indexOf("*/", i) + 1;
      } else if (text.charAt(i) == ',') {
        return i;
      }
    }
    return -1;
  }

  /** {@return the text as a JSON string} */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        default -> {
          if (c < ' ' || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  /** {@return a member written on several lines as one line} */
  private static String compact(String written) {
    Deque<String> words = new ArrayDeque<>();
    written.lines().map(String::strip).forEach(words::add);
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      boolean afterOpening = line.isEmpty() || line.charAt(line.length() - 1) == '{';
      boolean closing = word.startsWith("}");
      line.append(afterOpening || closing ? "" : " ").append(word);
    }
    return line.toString();
  }
}
