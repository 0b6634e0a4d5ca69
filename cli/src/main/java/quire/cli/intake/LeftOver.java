package quire.cli.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file with what an import could not take. It appears at the end, if there is anything. */
final class LeftOver implements AutoCloseable {
  private final Optional<Path> file;
  private @Nullable Path draft;
  private @Nullable Writer writer;

  /**
   * @param file where it goes; empty if it is only counted
   */
  LeftOver(Optional<Path> file) {
    this.file = file;
  }

  void add(String line) {
    if (file.isEmpty()) {
      return;
    }
    try {
      opened(file.get()).append(line).append('\n');
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Writer opened(Path target) throws IOException {
    Writer open = writer;
    if (open == null) {
      Path made = JsonlImport.beside(target, "." + ProcessHandle.current().pid());
      draft = made;
      Files.createDirectories(made.resolveSibling(".")); // the store may have to be made yet
      open = Files.newBufferedWriter(made, StandardCharsets.UTF_8);
      writer = open;
    }
    return open;
  }

  /** {@return the file, which is there from now on; empty if nothing was left} */
  Optional<Path> keep() throws IOException {
    Writer open = writer;
    Path made = draft;
    if (open == null || made == null) {
      return Optional.empty();
    }
    open.close();
    Files.move(made, file.orElseThrow(), StandardCopyOption.ATOMIC_MOVE);
    draft = null;
    return file;
  }

  @Override
  public void close() throws IOException {
    Writer open = writer;
    if (open != null) {
      open.close();
    }
    Path made = draft;
    if (made != null) {
      Files.deleteIfExists(made);
    }
  }
}
