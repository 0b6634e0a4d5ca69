package quire.cli.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import quire.api.spi.OwnerOnly;

/**
 * A file that appears under its name when it is complete, and not at all if it never is. Only its
 * user may read it: it holds a memory.
 */
public final class NewFile implements AutoCloseable {
  private final Path file;
  private final Path draft;
  private final FileChannel channel;

  private NewFile(Path file, Path draft, FileChannel channel) {
    this.file = file;
    this.draft = draft;
    this.channel = channel;
  }

  /** Begins a file; one that is there stays as it is until {@link #appear}. */
  public static NewFile at(Path file) throws IOException {
    Path draft =
        file.resolveSibling(
            "%s.part-%d".formatted(file.getFileName(), ProcessHandle.current().pid()));
    Files.deleteIfExists(draft); // of a killed process that had the same number
    FileChannel channel =
        FileChannel.open(
            draft,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.file(draft));
    return new NewFile(file, draft, channel);
  }

  public OutputStream stream() {
    return Channels.newOutputStream(channel);
  }

  /** {@return the file as it is until it appears} */
  public Path draft() {
    return draft;
  }

  /** Puts the file in its place, whatever is there, so that a power cut cannot take it. */
  public void appear() throws IOException {
    channel.force(true);
    channel.close();
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    flushFolder();
  }

  private void flushFolder() {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
      opened.force(true);
    } catch (IOException unsupported) {
      // Windows opens no folder; there the move itself is durable.
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(draft);
  }
}
