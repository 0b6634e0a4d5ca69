package quire.storage.vault;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The append-only file of all writes, shared by the processes on one vault. What lies behind the
 * shared head belongs to a write that is under way, or to one whose process died. Plain file access
 * on purpose: an interrupt of the calling thread would close a channel.
 */
final class ChangeLog implements AutoCloseable {
  private static final int FRAME = 12;

  private final RandomAccessFile file;
  private final boolean forced;

  ChangeLog(Path path, boolean forced) throws IOException {
    this.file = new RandomAccessFile(path.toFile(), "rw");
    this.forced = forced;
  }

  /** {@return the offset behind the batch, which is the new head once the write is done} */
  synchronized long append(long head, LogBatch batch) throws IOException {
    byte[] payload = batch.encoded();
    ByteBuffer frame = ByteBuffer.allocate(payload.length + FRAME);
    frame.putInt(payload.length).putInt(checksum(payload)).put(payload).putInt(payload.length);
    file.setLength(head);
    file.seek(head);
    file.write(frame.array());
    if (forced) {
      file.getFD().sync();
    }
    return head + frame.capacity();
  }

  /**
   * Hands out the batches between two offsets, oldest first.
   *
   * @return the offset behind the last whole batch
   */
  long read(long from, long to, Consumer<LogBatch> reader) throws IOException {
    long offset = from;
    long next = readOne(offset, to, reader);
    while (next > offset) {
      offset = next;
      next = readOne(offset, to, reader);
    }
    return offset;
  }

  /** {@return the offset behind the batch at this one; the same if there is no whole batch} */
  long readOne(long from, long to, Consumer<LogBatch> reader) throws IOException {
    byte[] payload = payload(from, to);
    if (payload.length == 0) {
      return from;
    }
    reader.accept(LogBatch.decode(payload));
    return from + payload.length + FRAME;
  }

  /** {@return the batch's content; empty if there is no whole batch} */
  private synchronized byte[] payload(long offset, long end) throws IOException {
    if (end - offset < FRAME) {
      return new byte[0];
    }
    file.seek(offset);
    byte[] start = new byte[8];
    if (!filled(start)) {
      return new byte[0];
    }
    ByteBuffer frame = ByteBuffer.wrap(start);
    int length = frame.getInt();
    int checksum = frame.getInt();
    if (length <= 0 || length > end - offset - FRAME) {
      return new byte[0];
    }
    byte[] payload = new byte[length];
    return filled(payload) && checksum(payload) == checksum ? payload : new byte[0];
  }

  private boolean filled(byte[] bytes) throws IOException {
    int have = 0;
    while (have < bytes.length) {
      int read = file.read(bytes, have, bytes.length - have);
      if (read < 0) {
        return false;
      }
      have += read;
    }
    return true;
  }

  private static int checksum(byte[] payload) {
    CRC32C checksum = new CRC32C();
    checksum.update(payload);
    return (int) checksum.getValue();
  }

  synchronized long length() throws IOException {
    return file.length();
  }

  synchronized void truncate(long length) throws IOException {
    file.setLength(length);
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
