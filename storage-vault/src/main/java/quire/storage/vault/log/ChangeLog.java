package quire.storage.vault.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file of all writes, shared by the processes on one vault. It is appended to, but for what is
 * forgotten: that is overwritten in its place, so that every other batch stays where it is. What
 * lies behind the shared head belongs to a write that is under way, or to one whose process died.
 * Plain file access on purpose: an interrupt of the calling thread would close a channel.
 */
public final class ChangeLog implements AutoCloseable {
  private static final int FRAME = 12;
  private static final int WINDOW = 1 << 16;

  /** What is read of a batch that is looked up alone. */
  private static final int GLANCE = 1 << 10;

  private final @Nullable RandomAccessFile file;
  private final boolean forced;
  private final TreeMap<Long, Long> marks = new TreeMap<>();
  private byte[] window = new byte[0];
  private long windowStart;

  /** Behind the last batch that was read: who reads on from there gets a window. */
  private long readTo;

  /** A batch as it is to be, in the place of one that takes the same room. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Frame(long offset, byte[] bytes) {}

  /** Looks at one batch after the other. */
  public interface Reader {
    /**
     * {@return whether the next one is wanted after this}
     *
     * @param offset where the batch begins
     * @param end behind it
     */
    boolean wantsMore(LogBatch batch, long offset, long end);
  }

  private ChangeLog(@Nullable RandomAccessFile file, boolean forced) {
    this.file = file;
    this.forced = forced;
  }

  public static ChangeLog open(Path path, boolean forced) throws IOException {
    return new ChangeLog(StateFile.open(path), forced);
  }

  /** {@return the log of a state folder that cannot be written; empty if there is none} */
  public static ChangeLog openToRead(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return new ChangeLog(null, false);
    }
    StateFile.check(path);
    return new ChangeLog(new RandomAccessFile(path.toFile(), "r"), false);
  }

  private RandomAccessFile file() {
    if (file == null) {
      throw new IllegalStateException("A log that cannot be written holds nothing");
    }
    return file;
  }

  /** {@return the offset behind the batch, which is the new head once the write is done} */
  public synchronized long append(long head, LogBatch batch) throws IOException {
    byte[] frame = frame(batch.encoded());
    forgetWindow();
    RandomAccessFile out = file();
    out.setLength(head);
    out.seek(head);
    out.write(frame);
    if (forced) {
      out.getFD().sync();
    }
    return head + frame.length;
  }

  private static byte[] frame(byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + FRAME);
    frame.putInt(payload.length).putInt(checksum(payload)).put(payload).putInt(payload.length);
    return frame.array();
  }

  /** {@return the frames of those batches that this changes} None of them may become longer. */
  public List<Frame> rewritten(long head, UnaryOperator<LogBatch> edit) throws IOException {
    List<Frame> frames = new ArrayList<>();
    var _ =
        readWhile(
            0,
            head,
            (batch, offset, end) -> {
              LogBatch edited = edit.apply(batch);
              if (!edited.equals(batch)) {
                int room = Math.toIntExact(end - offset - FRAME);
                frames.add(new Frame(offset, frame(edited.encoded(room))));
              }
              return true;
            });
    return frames;
  }

  /** Writes one frame over the one in its place. Not done before {@link #force}. */
  public synchronized void overwrite(Frame frame) throws IOException {
    forgetWindow();
    RandomAccessFile out = file();
    out.seek(frame.offset());
    out.write(frame.bytes());
  }

  public synchronized void force() throws IOException {
    file().getFD().sync();
  }

  /** Keeps nothing of what was read: another process has overwritten some of it. */
  public synchronized void startOver() {
    forgetWindow();
    marks.clear();
  }

  /**
   * Hands out the batches between two offsets, oldest first.
   *
   * @return the offset behind the last whole batch
   */
  public long read(long from, long to, Consumer<LogBatch> reader) throws IOException {
    return readWhile(from, to, handing(reader, true));
  }

  /** {@return the offset behind the batch at this one; the same if there is no whole batch} */
  public long readOne(long from, long to, Consumer<LogBatch> reader) throws IOException {
    return readWhile(from, to, handing(reader, false));
  }

  private static Reader handing(Consumer<LogBatch> reader, boolean wantsMore) {
    return (batch, offset, end) -> {
      reader.accept(batch);
      return wantsMore;
    };
  }

  /**
   * Hands out the batches between two offsets, oldest first, as long as the reader wants more.
   *
   * @return the offset behind the last whole batch that was handed out
   */
  public long readWhile(long from, long to, Reader reader) throws IOException {
    long offset = from;
    boolean more = true;
    while (more) {
      byte[] payload = payload(offset, to);
      if (payload.length == 0) {
        return offset;
      }
      LogBatch batch = LogBatch.decode(payload);
      mark(batch.firstSequence(), offset);
      long end = offset + payload.length + FRAME;
      more = reader.wantsMore(batch, offset, end);
      offset = end;
    }
    return offset;
  }

  /** Is given texts that stand elsewhere in the log. */
  public interface TextReader {
    /**
     * @param change the position of the change whose text it is
     */
    void found(int change, String text);
  }

  /**
   * Finds the texts of those changes that name another place in the log for theirs, if they are
   * there. Each batch is read once, however many of the texts it has: an entity of thousands of
   * facts that came in one call may go in one call too.
   */
  public void readTexts(List<LoggedChange> changes, long head, TextReader reader)
      throws IOException {
    TreeMap<Long, List<Integer>> places = new TreeMap<>();
    for (int i = 0; i < changes.size(); i++) {
      LoggedChange change = changes.get(i);
      if (change.text().isEmpty() && change.textAt() != LoggedChange.NOWHERE) {
        places.computeIfAbsent(change.textAt(), unseen -> new ArrayList<>()).add(i);
      }
    }
    for (Map.Entry<Long, List<Integer>> place : places.entrySet()) {
      Map<LoggedChange.Fact, String> texts = new HashMap<>();
      var _ = readOne(place.getKey(), head, batch -> batch.gatherTexts(texts));
      for (int change : place.getValue()) {
        String text = texts.get(changes.get(change).fact());
        if (text != null) {
          reader.found(change, text);
        }
      }
    }
  }

  private synchronized void mark(long sequence, long offset) {
    if (marks.isEmpty() || offset >= marks.lastEntry().getValue() + WINDOW) {
      marks.put(sequence, offset);
    }
  }

  /** {@return where to start reading for the changes from this one on} */
  public synchronized long offsetBefore(long sequence) {
    Map.Entry<Long, Long> mark = marks.floorEntry(sequence);
    return mark == null ? 0 : mark.getValue();
  }

  /** {@return the batch's content; empty if there is no whole batch} */
  private synchronized byte[] payload(long offset, long end) throws IOException {
    if (end - offset < FRAME || !window(offset, 2 * Integer.BYTES, end)) {
      return new byte[0];
    }
    ByteBuffer frame = ByteBuffer.wrap(window, (int) (offset - windowStart), 2 * Integer.BYTES);
    int length = frame.getInt();
    int checksum = frame.getInt();
    boolean whole = length > 0 && length <= end - offset - FRAME;
    if (!whole || !window(offset, length + FRAME, end)) {
      return new byte[0];
    }
    int start = (int) (offset - windowStart) + 2 * Integer.BYTES;
    byte[] payload = Arrays.copyOfRange(window, start, start + length);
    readTo = offset + length + FRAME;
    return checksum(payload) == checksum ? payload : new byte[0];
  }

  /** Makes the window hold so many bytes from here; {@return whether the file has them} */
  private boolean window(long offset, int length, long end) throws IOException {
    if (offset >= windowStart && offset + length <= windowStart + window.length) {
      return true;
    }
    int ahead = offset == readTo ? WINDOW : GLANCE;
    int wanted = Math.toIntExact(Math.clamp(end - offset, length, Math.max(length, ahead)));
    RandomAccessFile in = file();
    in.seek(offset);
    window = new byte[wanted];
    windowStart = offset;
    int have = 0;
    while (have < wanted) {
      int read = in.read(window, have, wanted - have);
      if (read < 0) {
        forgetWindow();
        return false;
      }
      have += read;
    }
    return true;
  }

  private void forgetWindow() {
    window = new byte[0];
    windowStart = 0;
  }

  private static int checksum(byte[] payload) {
    CRC32C checksum = new CRC32C();
    checksum.update(payload);
    return (int) checksum.getValue();
  }

  public synchronized long length() throws IOException {
    return file == null ? 0 : file.length();
  }

  public synchronized void truncate(long length) throws IOException {
    forgetWindow();
    file().setLength(length);
  }

  @Override
  public synchronized void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
