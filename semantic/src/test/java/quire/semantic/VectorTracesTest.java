package quire.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.spi.Finding;
import quire.api.spi.Finding.Verdict;
import quire.api.spi.HealthCheck;

class VectorTracesTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("quire/vectors");
  }

  private VectorTraces traces() {
    return new VectorTraces(Optional.of(Trial.FILES), file);
  }

  private void keep(int count) throws IOException {
    try (VectorFile vectors = VectorFile.open(file, Clock.systemUTC())) {
      for (int number = 0; number < count; number++) {
        vectors.add(
            VectorFileTest.key(number), VectorFileTest.vector(number), System.currentTimeMillis());
      }
    }
  }

  private static Finding found(VectorTraces traces) throws Exception {
    List<HealthCheck> checks = traces.healthChecks();
    assertThat(checks).singleElement().extracting(HealthCheck::name).isEqualTo("meaning");
    return checks.getFirst().run();
  }

  @Test
  void whereNothingIsKeptNothingIsErasedOrMade() throws Exception {
    assertThat(traces().erase()).isEmpty();
    assertThat(traces().files()).isEmpty();
    assertThat(found(traces()).text()).endsWith("no vectors are kept yet in " + file);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsKeptIsToldAndErased() throws Exception {
    keep(1_200);
    assertThat(traces().files()).containsExactly(file);
    Finding sound = found(traces());
    assertThat(sound.verdict()).isEqualTo(Verdict.OK);
    assertThat(sound.text())
        .startsWith(
            "e5-small-v2-q-7d9092cb of 33,217 KiB runs here; vectors of 1,200 texts, 478 KiB in ");
    assertThat(traces().erase()).isEmpty();
    assertThat(found(traces()).text()).contains("vectors of 0 texts, 0 KiB in ");
  }

  @Test
  void aFileOfSomethingElseIsNotErasedButTold() throws Exception {
    Files.createDirectories(folder.resolve("quire"));
    Files.writeString(file, "A letter to the depot");
    assertThat(traces().erase())
        .containsExactly(file + ": delete it; " + file + " is a file of something else");
    Finding found = found(traces());
    assertThat(found.verdict()).isEqualTo(Verdict.WARN);
    assertThat(found.text())
        .isEqualTo(
            "each server computes anew what facts mean: " + file + " is a file of something else");
    assertThat(file).hasContent("A letter to the depot");
  }

  @Test
  void aModelThatDoesNotRunIsToldWithTheRemedy() throws Exception {
    Finding found = found(new VectorTraces(Optional.of(new ModelFolder(folder)), file));
    assertThat(found.verdict()).isEqualTo(Verdict.WARN);
    assertThat(found.text())
        .startsWith("facts are found by their words alone: ")
        .endsWith(" is missing");
    assertThat(found.remedy().orElseThrow()).startsWith("unpack the archive again");
    assertThat(found(new VectorTraces(Optional.empty(), file)).verdict()).isEqualTo(Verdict.SKIP);
  }

  @Test
  void theFileIsAmongTheUsersCaches() {
    Path home = Path.of("/home/ada");
    assertThat(CachePlace.of(Map.of(), home, "Linux").file())
        .isEqualTo(Path.of("/home/ada/.cache/quire/vectors-e5-small-v2-q-7d9092cb"));
    assertThat(CachePlace.of(Map.of("XDG_CACHE_HOME", "/fast"), home, "Linux").folder())
        .isEqualTo(Path.of("/fast"));
    assertThat(CachePlace.of(Map.of("XDG_CACHE_HOME", "here"), home, "Linux").folder())
        .isEqualTo(Path.of("/home/ada/.cache"));
    assertThat(CachePlace.of(Map.of(), home, "Mac OS X").folder())
        .isEqualTo(Path.of("/home/ada/Library/Caches"));
    assertThat(CachePlace.of(Map.of("LOCALAPPDATA", "/local"), home, "Windows 11").folder())
        .isEqualTo(Path.of("/local"));
  }
}
