package quire.api.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Small files of Quire's own, which others may read and write at the same moment. */
public final class SmallFile {
  private SmallFile() {}

  /**
   * Writes a file as a whole or not at all: who reads it meanwhile sees the former text or this
   * one. A power cut may take it.
   */
  public static void write(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(draft(file.getFileName().toString()));
    try {
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** {@return a name beside this one that nobody else has at the moment} */
  static String draft(String name) {
    return name + "." + ProcessHandle.current().pid() + "-" + System.nanoTime();
  }
}
