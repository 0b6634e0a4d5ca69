package quire.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {
  @TempDir private Path home;

  private AotCache cache;

  @BeforeEach
  void publish() throws IOException {
    Files.createDirectories(home.resolve("lib"));
    Files.writeString(home.resolve("lib/a.jar"), "a");
    cache = new AotCache(Files.createDirectories(home.resolve("aot")));
    Files.writeString(cache.draft(), "cache");
    cache.publish(home);
  }

  @Test
  void theNoteNamesThePlaceAndHowManyPartsThereAre() throws IOException {
    assertThat(home.resolve("aot/made-for")).hasContent(home + "\n2\n");
    assertThat(cache.objection(home)).isEmpty();
    assertThat(cache.objection(home.resolve("moved")).orElseThrow()).contains("made for " + home);
  }

  @Test
  void aPartThatChangedOrCameOrWentIsAnObjection() throws IOException {
    Path jar = home.resolve("lib/a.jar");
    FileTime before = Files.getLastModifiedTime(home.resolve("lib"));
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(cache.objection(home).orElseThrow()).contains("has changed");

    Files.delete(jar);
    Files.setLastModifiedTime(home.resolve("lib"), before);
    assertThat(cache.objection(home).orElseThrow()).contains("has changed");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "modes are those of POSIX")
  void nobodyElseCanWriteItWhateverTheUmaskSays() throws IOException {
    Path folder = home.resolve("aot");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.writeString(cache.draft(), "cache");
    Files.setPosixFilePermissions(cache.draft(), PosixFilePermissions.fromString("rw-rw-rw-"));
    cache.publish(home);
    for (Path path : List.of(folder, folder.resolve("quire.aot"), folder.resolve("made-for"))) {
      assertThat(Files.getPosixFilePermissions(path))
          .doesNotContain(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    }
  }

  @Test
  void aCacheThatIsNotWhatWasMadeIsAnObjection() throws IOException {
    CacheDigest digest = new CacheDigest(home.resolve("state/start-cache/note"));
    assertThat(digest.objection(cache)).isEmpty();
    digest.keep(cache);
    assertThat(digest.objection(cache)).isEmpty();
    FileTime before = Files.getLastModifiedTime(cache.file());
    Files.writeString(cache.file(), "CACHE");
    Files.setLastModifiedTime(cache.file(), before);
    assertThat(digest.objection(cache).orElseThrow()).contains("changed " + cache.file());
    digest.keep(cache);
    assertThat(digest.objection(cache)).isEmpty();
    digest.forget();
    assertThat(digest.objection(cache)).isEmpty();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "modes are those of POSIX")
  void aCacheThatOthersCanWriteIsAnObjection() throws IOException {
    CacheDigest digest = new CacheDigest(home.resolve("state/start-cache/note"));
    Files.setPosixFilePermissions(cache.file(), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(digest.objection(cache).orElseThrow()).contains("every user of this machine");
  }

  @Test
  void anInstallationOfTheFutureIsNoObjection() throws IOException {
    Files.setLastModifiedTime(
        home.resolve("lib/a.jar"), FileTime.from(Instant.now().plusSeconds(86_400)));
    Files.writeString(cache.draft(), "cache");
    cache.publish(home);
    assertThat(cache.objection(home)).isEmpty();
  }

  @Test
  void whatAKilledSetupLeftGoesWithTheNextOne() throws IOException {
    Path folder = home.resolve("aot");
    Instant now = Instant.now();
    FileTime old = FileTime.from(now.minusSeconds(3_600));
    List<Path> left =
        List.of(
            folder.resolve("quire.aot.4711"),
            folder.resolve("quire.aot.4711.config"),
            folder.resolve("made-for.4711"));
    for (Path file : left) {
      Files.setLastModifiedTime(Files.writeString(file, "left"), old);
    }
    Path running = Files.writeString(folder.resolve("quire.aot.4712.config"), "another setup's");
    Path strange = Files.writeString(folder.resolve("quire.aot.of-mine"), "no setup's");
    for (Path file : List.of(cache.file(), folder.resolve("made-for"), strange)) {
      Files.setLastModifiedTime(file, old);
    }

    Path stuck = Files.createDirectories(folder.resolve("quire.aot.4713/held")).getParent();
    Files.setLastModifiedTime(stuck, old);

    cache.deleteLeftOvers(now);

    assertThat(folder)
        .isDirectoryNotContaining(left::contains)
        .isDirectoryContaining(stuck::equals)
        .isDirectoryContaining(running::equals)
        .isDirectoryContaining(strange::equals)
        .isDirectoryContaining(cache.file()::equals)
        .isDirectoryContaining(file -> file.endsWith("made-for"));
  }
}
