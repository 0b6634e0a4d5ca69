package quire.process.registry;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and writes one JSON object whose members are all texts. A library would be the largest part
 * of a server's registration.
 */
final class FlatJson {
  private final String text;
  private int at;

  private FlatJson(String text) {
    this.text = text;
  }

  static String write(Map<String, String> members) {
    StringBuilder out = new StringBuilder("{");
    members.forEach(
        (name, value) -> {
          out.append(out.length() == 1 ? "\n  " : ",\n  ");
          quote(out, name);
          out.append(": ");
          quote(out, value);
        });
    return out.append("\n}\n").toString();
  }

  private static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || Character.isSurrogate(c)) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /**
   * {@return the members in their order}
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  static Map<String, String> read(String text) {
    FlatJson json = new FlatJson(text);
    try {
      Map<String, String> members = json.object();
      if (json.next() != 0) {
        throw json.unexpected();
      }
      return members;
    } catch (StringIndexOutOfBoundsException cutOff) {
      throw new IllegalArgumentException("The object ends early", cutOff);
    }
  }

  private Map<String, String> object() {
    Map<String, String> members = new LinkedHashMap<>();
    expect('{');
    while (next() != '}') {
      if (!members.isEmpty()) {
        expect(',');
      }
      String name = string();
      expect(':');
      members.put(name, string());
    }
    expect('}');
    return members;
  }

  private String string() {
    expect('"');
    StringBuilder value = new StringBuilder();
    for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
      value.append(c == '\\' ? escaped() : c);
    }
    return value.toString();
  }

  private char escaped() {
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> throw unexpected();
    };
  }

  private void expect(char wanted) {
    if (next() != wanted) {
      throw unexpected();
    }
    at++;
  }

  /** {@return the next character that is no blank, 0 at the end} */
  private char next() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("No flat JSON object, see character " + at);
  }
}
