package quire.mcp.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quire.mcp.json.IdScan;
import quire.mcp.json.MessageSource;
import quire.mcp.json.Utf8Check;
import quire.mcp.protocol.Input;

/**
 * Cuts the input into lines. A line longer than the limit costs no more memory than the limit: what
 * there is of it is let go, and the rest is searched for the id of its message and skipped. It is
 * reported as soon as the id is known or cannot come any more, at the latest when so much was
 * skipped. A line for which there is no memory is treated in the same way.
 */
public final class LineReader {
  private static final int CHUNK = 64 << 10;

  /** Of a line that is not kept so much is searched for its id, which may come last. */
  private static final long MOST_SEARCHED = 64 << 20;

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

  /** Searches the line that is skipped; made early, since then there may be no memory for it. */
  private final IdScan scan = new IdScan();

  private boolean told;
  private long searched;

  public LineReader(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** {@return the next line that is not blank, null at the end of the input} */
  public @Nullable Input next() throws IOException {
    while (start < end || fill()) {
      int newline = newline();
      int stop = newline < 0 ? end : newline;
      if (!skipping && !take(stop, newline >= 0)) {
        letGo();
      }
      int from = start;
      start = newline < 0 ? end : newline + 1;
      Input line = skipping ? skip(from, stop, newline >= 0) : newline < 0 ? null : finish();
      if (line != null) {
        return line;
      }
    }
    return skipping ? skip(start, start, true) : finish();
  }

  /** Keeps nothing of this line any more but what may be its id. */
  private void letGo() {
    scan.clear();
    int left = length;
    for (byte[] piece : pieces) {
      int count = Math.min(left, piece.length);
      scan.accept(piece, 0, count);
      left -= count;
    }
    pieces = List.of();
    skipping = true;
    told = false;
    searched = length;
  }

  /** {@return that the line is not kept, once, when its id is known or will not be} */
  private @Nullable Input skip(int from, int stop, boolean complete) {
    boolean tell = false;
    if (!told) {
      scan.accept(chunk, from, stop);
      searched += stop - from;
      tell = complete || !scan.isOpen() || searched > MOST_SEARCHED;
      told = tell;
    }
    if (complete) {
      reset();
    }
    return tell ? Input.tooLong(scan.id()) : null;
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

  /** {@return the line that ends here, null if it is blank} */
  private @Nullable Input finish() {
    boolean sound = text.complete();
    Input line =
        blank ? null : sound ? Input.text(new MessageSource(pieces, length)) : Input.NOT_TEXT;
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
