package quire.storage.vault.format;

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
  private final String trouble;

  private NoteLines(String trouble, String mark, List<String> lines) {
    this.trouble = trouble;
    this.mark = mark;
    this.lines = lines;
    long windows = lines.stream().filter(line -> line.endsWith("\r\n")).count();
    long unix = lines.stream().filter(line -> line.endsWith("\n")).count() - windows;
    this.newline = windows > unix ? "\r\n" : "\n";
  }

  static NoteLines of(byte[] bytes) {
    NoteText read = NoteText.of(bytes);
    String text = read.text();
    String mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    List<String> lines = new ArrayList<>();
    for (int start = mark.length(); start < text.length(); ) {
      int end = text.indexOf('\n', start) + 1;
      lines.add(end == 0 ? text.substring(start) : text.substring(start, end));
      start = end == 0 ? text.length() : end;
    }
    return new NoteLines(read.trouble(), mark, lines);
  }

  /** {@return why the note must not be written back; empty if it may be} */
  String trouble() {
    return trouble;
  }

  byte[] bytes() {
    StringBuilder written = new StringBuilder(mark);
    lines.forEach(written::append);
    return written.toString().getBytes(StandardCharsets.UTF_8);
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

  boolean startsWith(int index, String start) {
    return lines.get(index).startsWith(start);
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

  /** Changes a line and keeps its line ending. */
  void replace(int index, String content) {
    lines.set(index, content + lines.get(index).substring(content(index).length()));
  }

  void remove(int from, int to) {
    lines.subList(from, to).clear();
  }
}
