package quire.storage.sqlite.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The links in a write-ahead log, read from the file itself. That is harmless, unlike with the
 * database and its {@code -shm}: SQLite takes no lock on the log that closing could drop.
 */
public final class LogFile implements AutoCloseable {
  private static final int HEADER_BYTES = 32;
  private static final int FRAME_HEADER_BYTES = 24;
  private static final int MAGIC = 0x377F0682;

  private final FileChannel channel;
  private final ByteBuffer bytes = ByteBuffer.allocate(LogLink.BYTES);

  private LogFile(FileChannel channel) {
    this.channel = channel;
  }

  public static LogFile open(Path path) throws IOException {
    return new LogFile(FileChannel.open(path, StandardOpenOption.READ));
  }

  /**
   * What a log says of one link.
   *
   * @param generation changes whenever SQLite begins the log anew
   * @param naming the first link that is or names the one asked for
   * @param linked whether the log has any link
   * @param atStart whether the link that names it, if any, is part of the log's first transaction
   */
  public record Contents(
      long generation, Optional<LogLink> naming, boolean linked, boolean atStart) {}

  /** {@return what the valid part of the log says of this link} */
  public Contents about(long wanted) throws IOException {
    long[] generation = {0};
    boolean[] linked = {false};
    Contents[] found = {new Contents(0, Optional.empty(), false, false)};
    walk(
        (salts, link, first) -> {
          generation[0] = salts;
          linked[0] = true;
          if (link.id() != wanted && link.previous() != wanted) {
            return true;
          }
          found[0] = new Contents(salts, Optional.of(link), true, first);
          return false;
        });
    return found[0].linked()
        ? found[0]
        : new Contents(generation[0], Optional.empty(), linked[0], false);
  }

  /** {@return the last link in the valid part of the log} */
  public LogLink newest() throws IOException {
    LogLink[] newest = {LogLink.NONE};
    walk(
        (salts, link, first) -> {
          newest[0] = link;
          return true;
        });
    return newest[0];
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
    int pageSize = bytes.getInt(8) == 1 ? 1 << 16 : bytes.getInt(8);
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

  private interface Visitor {
    /** {@return whether to go on} */
    boolean visit(long salts, LogLink link, boolean inFirstTransaction);
  }

  private void walk(Visitor visitor) throws IOException {
    if (!read(0, HEADER_BYTES) || (bytes.getInt(0) & ~1) != MAGIC) {
      return;
    }
    int pageSize = bytes.getInt(8) == 1 ? 1 << 16 : bytes.getInt(8);
    long salts = bytes.getLong(16);
    long frameSize = (long) FRAME_HEADER_BYTES + pageSize;
    boolean first = true;
    for (long at = HEADER_BYTES; read(at, 16) && bytes.getLong(8) == salts; at += frameSize) {
      boolean last = bytes.getInt(4) != 0;
      // The only row of its page stands at the page's end.
      if (read(at + frameSize - LogLink.BYTES, LogLink.BYTES)
          && bytes.getLong(0) == LogLink.MARK
          && !visitor.visit(salts, LogLink.of(bytes), first)) {
        return;
      }
      first &= !last;
    }
  }

  private boolean read(long position, int count) throws IOException {
    return read(bytes.clear().limit(count), position);
  }

  /** Fills the buffer; {@return whether there was enough for it} */
  private boolean read(ByteBuffer into, long position) throws IOException {
    while (into.hasRemaining()) {
      if (channel.read(into, position + into.position()) < 0) {
        return false;
      }
    }
    into.flip();
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
