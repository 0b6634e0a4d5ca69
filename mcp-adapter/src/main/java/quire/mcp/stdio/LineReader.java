package quire.mcp.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quire.mcp.json.MessageSource;
import quire.mcp.json.Utf8Check;
import quire.mcp.protocol.Input;

/**
 * Cuts the input into lines. A line longer than the limit costs no more memory than the limit: it
 * is reported as soon as it exceeds it, and the rest up to its end is skipped. A line for which
 * there is no memory is treated in the same way.
 */
public final class LineReader {
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

  public LineReader(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** {@return the next line that is not blank, null at the end of the input} */
  public @Nullable Input next() throws IOException {
    while (start < end || fill()) {
      int newline = newline();
      int stop = newline < 0 ? end : newline;
      boolean fits = skipping || take(stop, newline >= 0);
      start = newline < 0 ? end : newline + 1;
      if (!fits) {
        pieces = List.of();
        skipping = newline < 0;
        if (!skipping) {
          reset();
        }
        return Input.TOO_LONG;
      }
      Input line = newline < 0 ? null : finish();
      if (line != null) {
        return line;
      }
    }
    return finish();
  }

  private boolean fill() throws IOException {
    start = 0;
    end = 0;
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

  /** {@return whether the line still fits into the limit, and into the memory} */
  private boolean take(int stop, boolean complete) {
    if (stop - start > longest - length) {
      return false;
    }
    text.accept(chunk, start, stop);
    blank = blank && blank(stop);
    try {
      if (complete && pieces.isEmpty()) {
        pieces.add(Arrays.copyOfRange(chunk, start, stop));
      } else {
        append(stop);
      }
    } catch (OutOfMemoryError full) {
      return false; // its pieces are let go, which is what there is to do about it
    }
    length += stop - start;
    return true;
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

  /** {@return the line that ends here, null if it is blank or the end of one that was too long} */
  private @Nullable Input finish() {
    boolean sound = text.complete();
    Input line =
        skipping || blank
            ? null
            : sound ? Input.text(new MessageSource(pieces, length)) : Input.NOT_TEXT;
    reset();
    return line;
  }

  private void reset() {
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
