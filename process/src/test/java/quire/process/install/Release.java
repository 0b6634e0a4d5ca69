package quire.process.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Small installations and archives of them, signed with a key that is made for the tests. */
public final class Release {
  private static final KeyPair PAIR = pair();

  private Release() {}

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** {@return the key of {@link #sign}, as the program keeps those of releases} */
  static String key() {
    return Base64.getEncoder().encodeToString(PAIR.getPublic().getEncoded());
  }

  /** Writes an archive's checksum and its signature beside it. */
  static void sign(Path archive) throws Exception {
    Path list = archive.resolveSibling(archive.getFileName() + ".sha256");
    Files.writeString(list, Manifest.sha256(archive) + "  " + archive.getFileName() + "\n");
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(PAIR.getPrivate());
    signature.update(Files.readAllBytes(list));
    Files.writeString(
        archive.resolveSibling(archive.getFileName() + ".sha256.sig"),
        Base64.getEncoder().encodeToString(signature.sign()) + "\n");
  }

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

  /** {@return an archive with its checksum and signature beside it} */
  static Path archive(Path folder, String version) throws Exception {
    in(folder, version);
    return archiveOf(folder, version);
  }

  /** {@return an archive of the folder as it is now, with its checksum and signature beside it} */
  static Path archiveOf(Path folder, String version) throws Exception {
    Path archive = folder.resolve("quire-" + version + ".tar.gz");
    Process tar =
        new ProcessBuilder(
                "tar", "-czf", archive.toString(), "-C", folder.toString(), "quire-" + version)
            .inheritIO()
            .start();
    if (tar.waitFor() != 0) {
      throw new AssertionError("tar failed");
    }
    sign(archive);
    return archive;
  }

  /** {@return what the program of this installation says} */
  static String run(Path home) throws IOException {
    Process program = new ProcessBuilder(home.resolve("bin/quire").toString()).start();
    return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
