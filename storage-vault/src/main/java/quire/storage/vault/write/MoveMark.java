package quire.storage.vault.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import quire.api.spi.Relocatable;
import quire.storage.vault.tree.VaultPlaces;

/**
 * The file that says where a vault's memory has moved to. It lies beside the one that makes the
 * folder a vault, so that whoever has the vault open on another machine gets it with the notes; a
 * part of a vault that is a store of its own has its own.
 */
final class MoveMark {
  private final VaultPlaces places;
  private final Path file;

  MoveMark(VaultPlaces places) {
    this.places = places;
    this.file = places.moveMark();
  }

  Optional<String> address() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (NoSuchFileException takenAway) {
      return Optional.empty();
    }
  }

  /**
   * Demands that all still write here; the caller has the lock.
   *
   * @throws quire.api.StoreReadOnlyException if the memory has moved
   */
  void demandInForce() throws IOException {
    Optional<String> moved = address();
    if (moved.isPresent()) {
      throw Relocatable.refusal("vault", places.store().toString(), moved.get());
    }
  }

  /** Sets the mark, as a whole or not at all; the caller has the lock. */
  void set(String address) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".part");
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer text = ByteBuffer.wrap((address + "\n").getBytes(StandardCharsets.UTF_8));
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder = FileChannel.open(file.resolveSibling(""), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException unsupported) {
      // Windows opens no folder; there the move itself is durable.
    }
  }

  void remove() throws IOException {
    Files.deleteIfExists(file);
  }
}
