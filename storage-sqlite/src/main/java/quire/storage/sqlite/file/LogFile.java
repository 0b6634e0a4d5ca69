package quire.storage.sqlite.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The links in a write-ahead log, read from the file itself. That is harmless, unlike with the
 * database and its {@code -shm}: SQLite takes no lock on the log that closing could drop.
 */
final class LogFile implements AutoCloseable {
  private static final int HEADER_BYTES = 32;
  private static final int FRAME_HEADER_BYTES = 24;
  private static final int MAGIC = 0x377F0682;

  /** Where the header of a frame has the salts, and how many pages a commit leaves (else 0). */
  private static final int SALTS = 8;

  private static final int PAGES_AFTER = 4;

  /** Read at once: few reads, and no more memory than a small call takes. */
  private static final int PART_BYTES = 64 << 10;

  private final FileChannel channel;
  private final ByteBuffer bytes = ByteBuffer.allocate(LogLink.BYTES);

  private LogFile(FileChannel channel) {
    this.channel = channel;
  }

  static LogFile open(Path path) throws IOException {
    return new LogFile(FileChannel.open(path, StandardOpenOption.READ));
  }

  /**
   * {@return the links in the valid part of the log}
   *
   * @param known what was read of a log at this place before; of the same log, only what has come
   *     since is read
   */
  LogLinks links(LogLinks known) throws IOException {
    if (!read(0, HEADER_BYTES) || (bytes.getInt(0) & ~1) != MAGIC) {
      return LogLinks.NONE;
    }
    long salts = bytes.getLong(16);
    return known.generation() == salts && known.last() <= channel.size()
        ? links(known, salts)
        : links(new LogLinks(salts, HEADER_BYTES, 0, List.of(), 0), salts);
  }

  private LogLinks links(LogLinks known, long salts) throws IOException {
    int frameSize = FRAME_HEADER_BYTES + pageSize();
    List<LogLinks.Found> found = known.known();
    int kept = found.size();
    long whole = known.whole();
    long last = known.last();
    boolean atStart = whole == HEADER_BYTES;
    ByteBuffer frames = ByteBuffer.allocate(frameSize * Math.max(1, PART_BYTES / frameSize));
    for (long at = whole; ; at += frames.limit()) {
      fill(frames.clear(), at);
      for (int frame = 0; frame + frameSize <= frames.limit(); frame += frameSize) {
        if (frames.getLong(frame + SALTS) != salts) {
          return new LogLinks(salts, whole, last, found, kept);
        }
        last = at + frame;
        // The only row of its page stands at the page's end.
        int row = frame + frameSize - LogLink.BYTES;
        if (frames.getLong(row) == LogLink.MARK) {
          found.add(new LogLinks.Found(LogLink.of(frames.slice(row, LogLink.BYTES)), atStart));
        }
        if (frames.getInt(frame + PAGES_AFTER) != 0) {
          atStart = false;
          // SQLite writes a frame's header before its page, and the frames in their order.
          if (last + frameSize <= known.last()) {
            whole = last + frameSize;
            kept = found.size();
          }
        }
      }
      if (frames.limit() < frames.capacity()) {
        return new LogLinks(salts, whole, last, found, kept);
      }
    }
  }

  private int pageSize() {
    return bytes.getInt(8) == 1 ? 1 << 16 : bytes.getInt(8);
  }

  /**
   * {@return whether a page of the database is as the log has it} SQLite moves the log page by
   * page, so this is so as soon as it has begun.
   *
   * @param database all bytes of the database file
   */
  public boolean isMovedInto(byte[] database) throws IOException {
    if (!read(0, HEADER_BYTES)) {
      return false;
    }
    int pageSize = pageSize();
    long salts = bytes.getLong(16);
    ByteBuffer page = ByteBuffer.allocate(pageSize);
    long frameSize = (long) FRAME_HEADER_BYTES + pageSize;
    for (long at = HEADER_BYTES; read(at, 16) && bytes.getLong(8) == salts; at += frameSize) {
      long offset = (bytes.getInt(0) - 1L) * pageSize;
      if (offset + pageSize <= database.length
          && read(page.clear(), at + FRAME_HEADER_BYTES)
          && page.equals(ByteBuffer.wrap(database, (int) offset, pageSize))) {
        return true;
      }
    }
    return false;
  }

  private boolean read(long position, int count) throws IOException {
    return read(bytes.clear().limit(count), position);
  }

  /** Fills the buffer; {@return whether there was enough for it} */
  private boolean read(ByteBuffer into, long position) throws IOException {
    int wanted = into.remaining();
    fill(into, position);
    return into.remaining() == wanted;
  }

  /** Reads until the buffer is full or the file ends. */
  private void fill(ByteBuffer into, long position) throws IOException {
    while (into.hasRemaining() && channel.read(into, position + into.position()) >= 0) {
      // A read may bring less than was asked for.
    }
    into.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
