package quire.http.door;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import quire.http.engine.Engine.Call;
import quire.mcp.json.MessageSource;
import quire.mcp.json.Utf8Check;

/** Reads what requests carry. All together they have only so much room. */
public final class Bodies {
  /** Holds most messages; what is claimed and does not come costs no more. */
  private static final int FIRST = 8 << 10;

  private static final int PIECE = 64 << 10;

  /** Twice the longest message; a request that sends nothing takes nothing. */
  private static final long MOST_HELD = 66L << 20;

  private static final Pattern TYPE = Pattern.compile("application/json(;charset=\"?utf-8\"?)?;?");

  private final int longest;
  private final AtomicLong held = new AtomicLong();

  /** What a request carries, and the room that it has until it is closed. */
  public final class Body implements AutoCloseable {
    private final List<byte[]> pieces = new ArrayList<>(1);
    private final Utf8Check check = new Utf8Check();
    private int length;
    private long reserved;

    private Body() {}

    /** {@return what there is, or empty if it is no text} */
    public Optional<MessageSource> text() {
      return check.complete() ? Optional.of(new MessageSource(pieces, length)) : Optional.empty();
    }

    private void add(byte[] piece, int count) throws RefusedException {
      if (count > longest - length) {
        throw tooLong();
      }
      reserved += piece.length;
      if (held.addAndGet(piece.length) > MOST_HELD) {
        throw RefusedException.later("Too much is being sent to this server at once");
      }
      check.accept(piece, 0, count);
      pieces.add(piece);
      length += count;
    }

    @Override
    public void close() {
      held.addAndGet(-reserved);
      reserved = 0;
    }
  }

  /**
   * @param longest how many bytes a request may carry
   */
  public Bodies(int longest) {
    this.longest = longest;
  }

  /** Checks what the headers say of the body, before it is read. */
  public void check(Call call) throws RefusedException {
    Optional<String> length = call.header("Content-Length");
    if (length.isPresent()
        && (length.get().length() > 10 || Long.parseLong(length.get()) > longest)) {
      throw tooLong();
    }
    String type = call.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (!TYPE.matcher(type.replace(" ", "")).matches()) {
      throw RefusedException.of(415, "The Content-Type must be application/json, in UTF-8");
    }
  }

  /** Reads a body; the caller closes it once nothing of it is used any more. */
  public Body read(Call call) throws IOException, RefusedException {
    Body body = new Body();
    try {
      InputStream in = call.body();
      for (int size = FIRST; ; size = PIECE) {
        byte[] piece = new byte[size];
        int count = in.readNBytes(piece, 0, size);
        if (count > 0) {
          body.add(count < size ? Arrays.copyOf(piece, count) : piece, count);
        }
        if (count < size) {
          return body;
        }
      }
    } catch (IOException | RefusedException | RuntimeException | Error failure) {
      body.close();
      throw failure;
    }
  }

  private RefusedException tooLong() {
    return RefusedException.of(
        413, "A request may carry %d bytes at most; send less at once".formatted(longest));
  }
}
