package quire.http.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import quire.api.spi.OwnerOnly;

/** Files that their owner alone may read, where the file system knows owners. */
final class PrivateFiles {
  private PrivateFiles() {}

  static void folder(Path folder) throws IOException {
    Files.createDirectories(folder, OwnerOnly.folder(folder));
  }

  /** {@return whether the file was made; false if there is one already} */
  static boolean make(Path file, byte[] content) throws IOException {
    Path draft = draft(file, content);
    try {
      Files.createLink(file, draft); // whole at once, and only if there is none
      return true;
    } catch (FileAlreadyExistsException there) {
      return false;
    } catch (UnsupportedOperationException noLinks) {
      return makeWithoutLinks(file, content);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  static void replace(Path file, String content) throws IOException {
    Files.move(
        draft(file, content.getBytes(StandardCharsets.UTF_8)),
        file,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean makeWithoutLinks(Path file, byte[] content) throws IOException {
    try {
      write(file, content);
      return true;
    } catch (FileAlreadyExistsException there) {
      return false;
    }
  }

  private static Path draft(Path file, byte[] content) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null) {
      throw new IOException(file + " is no file");
    }
    folder(folder);
    Path draft =
        absolute.resolveSibling(
            "%s.%d-%d.new"
                .formatted(file.getFileName(), ProcessHandle.current().pid(), System.nanoTime()));
    write(draft, content);
    return draft;
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.file(file))) {
      channel.write(ByteBuffer.wrap(content));
    }
  }
}
