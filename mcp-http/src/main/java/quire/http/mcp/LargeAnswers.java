package quire.http.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import quire.api.spi.OwnerOnly;

/** Files for answers that are too large to be held, without a name as soon as they are open. */
final class LargeAnswers {
  /** How many of them may be on their way at the same time. */
  private static final int MOST = 64;

  private final Path folder;
  private final Semaphore places = new Semaphore(MOST);
  private final AtomicLong number = new AtomicLong();

  LargeAnswers(Path folder) {
    this.folder = folder;
  }

  /** {@return a place for one answer; given back by whoever took it} */
  Answer begin() throws IOException {
    if (!places.tryAcquire()) {
      throw new IOException("too many large answers are on their way");
    }
    try {
      return new Answer(open());
    } catch (IOException | RuntimeException | Error failure) {
      places.release();
      throw failure;
    }
  }

  private FileChannel open() throws IOException {
    Files.createDirectories(folder, OwnerOnly.folder(folder));
    Path file =
        folder.resolve(
            "answer-%d-%d".formatted(ProcessHandle.current().pid(), number.incrementAndGet()));
    Files.deleteIfExists(file); // of a process that was killed and had the same number
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE),
            OwnerOnly.file(folder));
    try {
      Files.deleteIfExists(file);
    } catch (IOException whereOpenFilesKeepTheirNames) {
      // It goes when it is closed.
    }
    return channel;
  }

  /** One answer in its file. */
  final class Answer implements AutoCloseable {
    private final FileChannel channel;
    private long length;
    private boolean closed;

    private Answer(FileChannel channel) {
      this.channel = channel;
    }

    void write(byte[] bytes, int count) throws IOException {
      ByteBuffer left = ByteBuffer.wrap(bytes, 0, count);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      length += count;
    }

    long length() {
      return length;
    }

    InputStream read() throws IOException {
      channel.position(0);
      return Channels.newInputStream(channel);
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      places.release();
      try {
        channel.close();
      } catch (IOException nothingLost) {
        // What it held was sent, or nobody wants it.
      }
    }
  }
}
