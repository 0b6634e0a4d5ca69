import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the list of files that an installation is checked against, and the checksum beside an
 * archive. Usage: {@code list FOLDER VERSION} or {@code checksum ARCHIVE}.
 */
final class ListFiles {
  private ListFiles() {}

  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "list" -> list(path, arguments[2]);
      case "checksum" ->
          Files.writeString(
              path.resolveSibling(path.getFileName() + ".sha256"),
              sha256(path) + "  " + path.getFileName() + "\n");
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void list(Path folder, String version) throws Exception {
    List<String> lines = new ArrayList<>(List.of("quire " + version));
    for (Path file : files(folder)) {
      String path = folder.relativize(file).toString().replace('\\', '/');
      if (!path.equals("manifest.txt") && !path.startsWith("aot/")) {
        lines.add(sha256(file) + " " + Files.size(file) + " " + path);
      }
    }
    Files.write(folder.resolve("manifest.txt"), lines);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String sha256(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }
}
