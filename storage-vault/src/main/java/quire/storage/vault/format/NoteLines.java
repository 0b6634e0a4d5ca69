package quire.storage.vault.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a note, each with its own line ending, so that everything that is not edited is
 * written back byte by byte.
 */
final class NoteLines {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String mark;
  private final List<String> lines;
  private final String newline;

  private NoteLines(String mark, List<String> lines) {
    this.mark = mark;
    this.lines = lines;
    long windows = lines.stream().filter(line -> line.endsWith("\r\n")).count();
    long unix = lines.stream().filter(line -> line.endsWith("\n")).count() - windows;
    this.newline = windows > unix ? "\r\n" : "\n";
  }

  static NoteLines of(byte[] bytes) throws NoteUnreadableException {
    String text = decode(bytes);
    String mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    List<String> lines = new ArrayList<>();
    for (int start = mark.length(); start < text.length(); ) {
      int end = text.indexOf('\n', start) + 1;
      lines.add(end == 0 ? text.substring(start) : text.substring(start, end));
      start = end == 0 ? text.length() : end;
    }
    return new NoteLines(mark, lines);
  }

  private static String decode(byte[] bytes) throws NoteUnreadableException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw new NoteUnreadableException("it is not UTF-8 text; save it as UTF-8");
    }
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder(mark);
    lines.forEach(text::append);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  int size() {
    return lines.size();
  }

  /** {@return the line without its line ending} */
  String content(int index) {
    String line = lines.get(index);
    int end = line.length();
    if (end > 0 && line.charAt(end - 1) == '\n') {
      end--;
      if (end > 0 && line.charAt(end - 1) == '\r') {
        end--;
      }
    }
    return line.substring(0, end);
  }

  boolean isBlank(int index) {
    return content(index).isBlank();
  }

  /** Inserts lines; the line before them gets a line ending if it was the unfinished last one. */
  void insert(int index, List<String> contents) {
    if (index > 0 && !lines.get(index - 1).endsWith("\n")) {
      lines.set(index - 1, lines.get(index - 1) + newline);
    }
    lines.addAll(index, contents.stream().map(content -> content + newline).toList());
  }

  void remove(int from, int to) {
    lines.subList(from, to).clear();
  }
}
