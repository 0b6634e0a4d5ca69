package quire.mcp.json;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes JSON as UTF-8. Strings keep every code point; a lone surrogate, which UTF-8 cannot hold,
 * is written as an escape. The caller pairs names with values and closes what it opens.
 */
public final class JsonWriter {
  private static final int SLICE = 1 << 10;
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private final MessageBytes out;
  private final char[] slice = new char[SLICE];
  private boolean comma;
  private boolean quoted;
  private long aroundQuoted;
  private Supplier<List<String>> remarks = List::of;
  private List<String> own = List.of();
  private long brackets = 1; // a one, then a bit for each open bracket, set for an array

  public JsonWriter(MessageBytes out) {
    this.out = out;
  }

  /** Sets what is to be said in the content of this answer beside its result. */
  public void remarks(Supplier<List<String>> texts) {
    remarks = texts;
  }

  /** Adds what the result itself has to say beside it. */
  public void remark(String text) {
    if (own.isEmpty()) {
      own = new ArrayList<>();
    }
    own.add(text);
  }

  /** {@return what is to be said beside the result; asked for once it is written} */
  public List<String> remarks() {
    List<String> others = remarks.get();
    if (own.isEmpty() || others.isEmpty()) {
      return own.isEmpty() ? others : own;
    }
    List<String> all = new ArrayList<>(own);
    all.addAll(others);
    return all;
  }

  public MessageBytes bytes() {
    return out;
  }

  public JsonWriter beginObject() {
    return begin('{');
  }

  public JsonWriter endObject() {
    return end('}');
  }

  public JsonWriter beginArray() {
    return begin('[');
  }

  public JsonWriter endArray() {
    return end(']');
  }

  public JsonWriter name(String name) {
    separate();
    text(name);
    put(':');
    comma = false;
    return this;
  }

  public JsonWriter string(String value) {
    separate();
    text(value);
    comma = true;
    return this;
  }

  public JsonWriter number(long value) {
    return raw(Long.toString(value));
  }

  public JsonWriter bool(boolean value) {
    return raw(value ? "true" : "false");
  }

  /** Writes a value that is JSON already and pure ASCII outside its strings. */
  public JsonWriter raw(String json) {
    separate();
    for (int i = 0; i < json.length(); i++) {
      put(json.charAt(i));
    }
    comma = true;
    return this;
  }

  /** Begins a string whose content is what is written until it ends: JSON within JSON. */
  public JsonWriter beginQuoted() {
    separate();
    out.put('"');
    quoted = true;
    aroundQuoted = brackets;
    comma = false;
    return this;
  }

  public JsonWriter endQuoted() {
    quoted = false;
    out.put('"');
    comma = true;
    return this;
  }

  /** Writes a value that is JSON already. */
  public JsonWriter copy(byte[] json) {
    return copy(json, 0, json.length);
  }

  /** Writes a value that stands as JSON between these positions of some bytes. */
  public JsonWriter copy(byte[] json, int start, int end) {
    separate();
    int from = start;
    for (int at = start; quoted && at < end; at++) {
      if (json[at] == '"' || json[at] == '\\') {
        out.put(json, from, at);
        out.put('\\');
        from = at;
      }
    }
    out.put(json, from, end);
    comma = true;
    return this;
  }

  /** {@return a mark for what is open now} */
  public long open() {
    return brackets;
  }

  public boolean quoting() {
    return quoted;
  }

  /** Closes what was opened since the mark, so that a message can end early and stay JSON. */
  public JsonWriter closeTo(long mark) {
    closeDownTo(mark);
    return this;
  }

  /** Ends a string with JSON in it early; what is open within it is closed first. */
  public JsonWriter closeQuoted() {
    closeDownTo(aroundQuoted);
    return endQuoted();
  }

  /** Ends a string with JSON in it where it stands, so that nobody takes its content for whole. */
  public JsonWriter cutQuoted() {
    brackets = aroundQuoted;
    return endQuoted();
  }

  private void closeDownTo(long mark) {
    while (brackets > mark) {
      end((brackets & 1) == 1 ? ']' : '}');
    }
  }

  private JsonWriter begin(char bracket) {
    separate();
    put(bracket);
    brackets = (brackets << 1) | (bracket == '[' ? 1 : 0);
    comma = false;
    return this;
  }

  private JsonWriter end(char bracket) {
    put(bracket);
    brackets >>= 1;
    comma = true;
    return this;
  }

  private void separate() {
    if (comma) {
      out.put(',');
    }
  }

  /** Puts one byte of JSON, escaped once more when it stands within a string. */
  private void put(int b) {
    if (quoted && (b == '"' || b == '\\')) {
      out.put('\\');
    }
    out.put(b);
  }

  private void text(String value) {
    put('"');
    int length = value.length();
    for (int from = 0; from < length; ) {
      int to = Math.min(length, from + SLICE);
      if (to < length && Character.isHighSurrogate(value.charAt(to - 1)) && to - from > 1) {
        to--; // a pair stays in one slice
      }
      value.getChars(from, to, slice, 0);
      slice(to - from);
      from = to;
    }
    put('"');
  }

  private void slice(int length) {
    int i = out.putPlain(slice, 0, length);
    while (i < length) {
      char c = slice[i++];
      if (c >= 0x80) {
        i += wide(c, i < length ? slice[i] : 0);
      } else if (c == '"' || c == '\\') {
        put('\\');
        put(c);
      } else {
        control(c);
      }
      i = out.putPlain(slice, i, length);
    }
  }

  /** {@return how many further chars it took} */
  private int wide(char c, char following) {
    if (c < 0x800) {
      out.put(0xc0 | (c >> 6));
      out.put(0x80 | (c & 0x3f));
      return 0;
    }
    if (!Character.isSurrogate(c)) {
      out.put(0xe0 | (c >> 12));
      out.put(0x80 | ((c >> 6) & 0x3f));
      out.put(0x80 | (c & 0x3f));
      return 0;
    }
    if (!Character.isSurrogatePair(c, following)) {
      escape(c);
      return 0;
    }
    int point = Character.toCodePoint(c, following);
    out.put(0xf0 | (point >> 18));
    out.put(0x80 | ((point >> 12) & 0x3f));
    out.put(0x80 | ((point >> 6) & 0x3f));
    out.put(0x80 | (point & 0x3f));
    return 1;
  }

  private void control(char c) {
    switch (c) {
      case '\n' -> shortEscape('n');
      case '\t' -> shortEscape('t');
      case '\r' -> shortEscape('r');
      default -> escape(c);
    }
  }

  private void shortEscape(char letter) {
    put('\\');
    put(letter);
  }

  private void escape(char c) {
    put('\\');
    put('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      put(HEX[(c >> shift) & 0xf]);
    }
  }
}
