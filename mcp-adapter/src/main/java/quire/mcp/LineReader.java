package quire.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts the input into lines. A line longer than the limit costs no more memory than the limit: it
 * is reported as soon as it exceeds it, and the rest up to its end is skipped.
 */
final class LineReader {
  private static final int CHUNK = 64 << 10;

  private final InputStream in;
  private final int longest;
  private final byte[] chunk = new byte[CHUNK];
  private int start;
  private int end;

  private List<byte[]> pieces = new ArrayList<>(1);
  private Utf8Check text = new Utf8Check();
  private int length;
  private boolean blank = true;
  private boolean skipping;

  LineReader(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** Takes what was read. */
  interface Receiver {
    void line(Line line);

    void notText();

    void tooLong(int limit);
  }

  /** Hands on everything up to the end of the input; blank lines are passed over. */
  void readAll(Receiver receiver) throws IOException {
    boolean more = true;
    while (more) {
      more = next(receiver);
    }
  }

  /** {@return false at the end of the input} Hands on the next line, unless it is blank. */
  boolean next(Receiver receiver) throws IOException {
    int newline = -1;
    while (newline < 0 && (start < end || fill())) {
      newline = newline();
      int stop = newline < 0 ? end : newline;
      take(stop, newline >= 0, receiver);
      start = newline < 0 ? end : newline + 1;
    }
    finish(receiver);
    return newline >= 0;
  }

  private boolean fill() throws IOException {
    start = 0;
    end = in.read(chunk, 0, chunk.length);
    return end > 0;
  }

  private int newline() {
    for (int i = start; i < end; i++) {
      if (chunk[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void take(int stop, boolean complete, Receiver receiver) {
    if (skipping || stop == start) {
      return;
    }
    if (stop - start > longest - length) {
      skipping = true;
      pieces = List.of();
      receiver.tooLong(longest);
      return;
    }
    text.accept(chunk, start, stop);
    blank = blank && blank(stop);
    if (complete && pieces.isEmpty()) {
      pieces.add(Arrays.copyOfRange(chunk, start, stop));
    } else {
      append(stop);
    }
    length += stop - start;
  }

  /** Fills pieces of one size, so that a line which arrives byte by byte costs no more. */
  private void append(int stop) {
    int used = length % CHUNK;
    for (int from = start; from < stop; ) {
      if (used == 0) {
        pieces.add(new byte[CHUNK]);
      }
      int count = Math.min(stop - from, CHUNK - used);
      System.arraycopy(chunk, from, pieces.getLast(), used, count);
      from += count;
      used = (used + count) % CHUNK;
    }
  }

  private void finish(Receiver receiver) {
    if (!skipping && !blank) {
      if (text.complete()) {
        receiver.line(new Line(pieces, length));
      } else {
        receiver.notText();
      }
    }
    pieces = new ArrayList<>(1);
    text = new Utf8Check();
    length = 0;
    blank = true;
    skipping = false;
  }

  private boolean blank(int stop) {
    for (int i = start; i < stop; i++) {
      if (chunk[i] != ' ' && chunk[i] != '\t' && chunk[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
