package quire.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
  void anInstallationOfTheFutureIsNoObjection() throws IOException {
    Files.setLastModifiedTime(
        home.resolve("lib/a.jar"), FileTime.from(Instant.now().plusSeconds(86_400)));
    Files.writeString(cache.draft(), "cache");
    cache.publish(home);
    assertThat(cache.objection(home)).isEmpty();
  }
}
