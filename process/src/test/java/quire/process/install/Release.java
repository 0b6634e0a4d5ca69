package quire.process.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Small installations and archives of them. */
public final class Release {
  private Release() {}

  /** {@return a whole installation whose program says its version} */
  public static Path in(Path root, String version) throws IOException {
    Path home = Files.createDirectories(root.resolve("quire-" + version));
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Path script = home.resolve("bin/quire");
    Files.writeString(script, "#!/bin/sh\necho " + version + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("lib/quire-cli-" + version + ".jar"), "classes of " + version);
    list(home, version);
    return home;
  }

  /** Writes the list of files as they are now. */
  static void list(Path home, String version) throws IOException {
    List<String> lines = new ArrayList<>(List.of("quire " + version));
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String path = home.relativize(file).toString();
        if (!path.equals(Manifest.FILE)) {
          lines.add(Manifest.sha256(file) + " " + Files.size(file) + " " + path);
        }
      }
    }
    Files.write(home.resolve(Manifest.FILE), lines);
  }

  /** {@return an archive with its checksum beside it} */
  static Path archive(Path folder, String version) throws Exception {
    in(folder, version);
    Path archive = folder.resolve("quire-" + version + ".tar.gz");
    Process tar =
        new ProcessBuilder(
                "tar", "-czf", archive.toString(), "-C", folder.toString(), "quire-" + version)
            .inheritIO()
            .start();
    if (tar.waitFor() != 0) {
      throw new AssertionError("tar failed");
    }
    Files.writeString(
        folder.resolve(archive.getFileName() + ".sha256"),
        Manifest.sha256(archive) + "  " + archive.getFileName() + "\n");
    return archive;
  }

  /** {@return what the program of this installation says} */
  static String run(Path home) throws IOException {
    Process program = new ProcessBuilder(home.resolve("bin/quire").toString()).start();
    return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
