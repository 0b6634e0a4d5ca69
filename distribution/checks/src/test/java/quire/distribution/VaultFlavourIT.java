package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The flavour for people who want no native code but the Java runtime's. */
class VaultFlavourIT {
  private static final String NATIVE = ".*\\.(so|dll|dylib|jnilib)(\\..*)?";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void itCarriesNoNativeCode() throws Exception {
    assertThat(natives(Installation.unpack("vault", folder.resolve("vault")))).isEmpty();
    assertThat(natives(Installation.unpack("full", folder.resolve("full"))))
        .as("what this test can see")
        .anyMatch(name -> name.contains("sqlite"))
        .anyMatch(name -> name.contains("jna"));
  }

  @Test
  void itStillListsServers() throws Exception {
    Installation product = Installation.unpack("vault", folder);
    Process listing = product.command("ps").redirectErrorStream(true).start();
    String said =
        new String(listing.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(listing.waitFor()).isZero();
    // Other servers may run on this machine; a complaint of the runtime would come first.
    assertThat(said).matches("(?s)(No Quire server runs here\\.|PID +STATE [^\n]*\n\\d+ .*)");
  }

  @Tag("long")
  @Test
  void whatNeedsAStoreOfItsOwnMakesAVault() throws Exception {
    Installation product = Installation.unpack("vault", folder);
    Session demo = Session.of(product.command("demo"));
    assertThat(demo.lines()).noneMatch(line -> line.contains("NOT AS EXPECTED"));
    assertThat(demo.exit()).isZero();
    Session stress = Session.of(product.command("stress", "--processes", "2", "--seconds", "1"));
    assertThat(stress.lines()).last().asString().endsWith("SOUND");
    NextVersion next = NextVersion.of(product, folder.resolve("next"));
    Path notes = folder.resolve("notes");
    Session.of(product.command("vault", "init", notes.toString()));
    Session upgrade =
        Session.of(
            product.command(
                "upgrade", "--store", "vault:" + notes, "--from", next.home().toString(), "--yes"));
    assertThat(upgrade.errors()).isEmpty();
    assertThat(upgrade.exit()).isZero();
  }

  @Tag("long")
  @Test
  void aStateThatOthersCanChangeIsNotUsed() throws Exception {
    Installation product = Installation.unpack("vault", folder);
    String store = "vault:" + Files.createDirectories(folder.resolve("notes"));
    assertThat(
            Session.of(product.command("vault", "init", folder.resolve("notes").toString())).exit())
        .isZero();
    Path state = Files.createDirectories(folder.resolve("open"));
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
    ProcessBuilder adding = product.command("add", "A", "a", "--store", store);
    adding.environment().put("XDG_STATE_HOME", state.toString());
    Session refused = Session.of(adding);
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.errors().toString()).contains("can be changed by every user");
    assertThat(state).isEmptyDirectory();
  }

  private static List<String> natives(Installation product) throws IOException {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(product.home().resolve("lib"))) {
      for (Path jar : jars) {
        try (JarFile file = new JarFile(jar.toFile())) {
          file.stream()
              .map(entry -> jar.getFileName() + "/" + entry.getName())
              .filter(name -> name.matches(NATIVE))
              .forEach(found::add);
        }
      }
    }
    if (Files.isDirectory(product.home().resolve("native"))) {
      found.add("native");
    }
    return found;
  }
}
