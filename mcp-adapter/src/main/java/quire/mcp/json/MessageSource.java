package quire.mcp.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** The bytes of one message, in the pieces in which they were read. */
public record MessageSource(List<byte[]> pieces, int length) {
  public static final MessageSource EMPTY = of(new byte[0]);

  private static final int DEEPEST_NESTING = 100;
  private static final int LONGEST_NUMBER = 1_000;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST_NESTING)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  public static MessageSource of(byte[] bytes) {
    return new MessageSource(List.of(bytes), bytes.length);
  }

  public byte[] toBytes() {
    try (InputStream in = new Pieces(pieces, 0, length)) {
      return in.readNBytes(length);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** {@return a parser of the bytes from one offset to another} */
  public JsonParser parse(int from, int to) {
    if (pieces.size() == 1) {
      return JSON.createParser(ObjectReadContext.empty(), pieces.getFirst(), from, to - from);
    }
    return JSON.createParser(ObjectReadContext.empty(), new Pieces(pieces, from, to - from));
  }

  /** Reads the pieces one after the other. */
  private static final class Pieces extends InputStream {
    private final List<byte[]> pieces;
    private int piece;
    private int offset;
    private int left;

    Pieces(List<byte[]> pieces, int from, int length) {
      this.pieces = pieces;
      this.left = length;
      this.offset = from;
      while (offset >= pieces.get(piece).length) {
        offset -= pieces.get(piece++).length;
      }
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int at, int wanted) {
      if (left == 0) {
        return -1;
      }
      byte[] source = pieces.get(piece);
      int count = Math.min(Math.min(wanted, left), source.length - offset);
      System.arraycopy(source, offset, target, at, count);
      left -= count;
      offset += count;
      if (offset == source.length) {
        piece++;
        offset = 0;
      }
      return count;
    }
  }
}
