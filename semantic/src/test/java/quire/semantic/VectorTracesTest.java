package quire.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.api.spi.Finding;
import quire.api.spi.Finding.Verdict;
import quire.api.spi.HealthCheck;
import quire.api.spi.TraceFolder;

@EnabledIf(value = "quire.semantic.Trial#runsHere", disabledReason = Trial.NO_LIBRARY)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class VectorTracesTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("quire/vectors-e5-small-v2-q-7d9092cb-2");
  }

  private VectorTraces traces() {
    return traces(Optional.of(Trial.FILES));
  }

  private VectorTraces traces(Optional<ModelFolder> model) {
    return new VectorTraces(model, Optional.of(new TraceFolder(folder)));
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
            "e5-small-v2-q-7d9092cb-2 of 33,217 KiB runs here; vectors of 1,200 texts, 478 KiB in"
                + " ");
    assertThat(traces().erase()).isEmpty();
    assertThat(found(traces()).text()).contains("vectors of 0 texts, 0 KiB in ");
  }

  @Tag("long")
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
    Finding found = found(traces(Optional.of(new ModelFolder(folder))));
    assertThat(found.verdict()).isEqualTo(Verdict.WARN);
    assertThat(found.text())
        .startsWith("facts are found by their words alone: ")
        .endsWith(" is missing");
    assertThat(found.remedy().orElseThrow()).startsWith("unpack the archive again");
    assertThat(found(traces(Optional.empty())).verdict()).isEqualTo(Verdict.SKIP);
  }

  @Tag("long")
  @Test
  void vectorsOfAFormerModelAreErasedToo() throws Exception {
    keep(3);
    Path former = Files.move(file, folder.resolve("quire/vectors-former"));
    keep(2);
    assertThat(traces().files()).containsExactly(file, former);
    assertThat(traces().erase()).isEmpty();
    assertThat(Files.size(file)).isEqualTo(408);
    assertThat(Files.size(former)).isEqualTo(408);
  }

  @Test
  void whereNothingNamesTheUsersFolderNothingIsKept() throws Exception {
    VectorTraces traces = new VectorTraces(Optional.of(Trial.FILES), Optional.empty());
    assertThat(traces.files()).isEmpty();
    assertThat(traces.erase()).isEmpty();
    Finding found = found(traces);
    assertThat(found.verdict()).isEqualTo(Verdict.OK);
    assertThat(found.text()).contains("no vectors are kept, since nothing says where");
  }

  private static Optional<Path> place(Map<String, String> variables, String home, String system) {
    return TraceFolder.of(variables, home, system).map(TraceFolder::caches);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theFileIsAmongTheUsersCaches() {
    String home = "/home/ada";
    assertThat(VectorTraces.file(TraceFolder.of(Map.of(), home, "Linux").orElseThrow()))
        .isEqualTo(Path.of("/home/ada/.cache/quire/vectors-e5-small-v2-q-7d9092cb-2"));
    assertThat(place(Map.of("XDG_CACHE_HOME", "/fast"), home, "Linux")).contains(Path.of("/fast"));
    assertThat(place(Map.of("XDG_CACHE_HOME", "here"), home, "Linux"))
        .contains(Path.of("/home/ada/.cache"));
    assertThat(place(Map.of("HOME", "/home/bob"), home, "Linux"))
        .contains(Path.of("/home/bob/.cache"));
    assertThat(place(Map.of(), home, "Mac OS X")).contains(Path.of("/home/ada/Library/Caches"));
    assertThat(place(Map.of("LOCALAPPDATA", "/local"), home, "Windows 11"))
        .contains(Path.of("/local"));
  }

  @Test
  void aRelativeHomeIsNone() {
    for (String none : List.of("", "?", "here")) {
      for (String system : List.of("Linux", "Mac OS X", "Windows 11")) {
        assertThat(place(Map.of("HOME", none), none, system)).as("%s %s", none, system).isEmpty();
      }
    }
  }
}
