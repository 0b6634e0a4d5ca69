package quire.storage.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static quire.storage.vault.VaultScene.AUTHOR;
import static quire.storage.vault.VaultScene.names;
import static quire.storage.vault.VaultScene.texts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Entity;
import quire.api.Observations;
import quire.api.StoreReadOnlyException;
import quire.storage.vault.write.CrashPoint;

/** Calls that write many notes at once, and a log that is larger than the memory. */
class VaultLargeTest {
  private static final int NOTES = 60;

  private VaultScene scene;

  @BeforeEach
  void prepare(@TempDir Path directory) {
    scene = new VaultScene(directory);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private static List<Entity> entities() {
    return IntStream.range(0, NOTES)
        .mapToObj(i -> new Entity("thing " + i, "thing", List.of("old")))
        .toList();
  }

  private static List<Observations> additions() {
    return IntStream.range(0, NOTES)
        .mapToObj(i -> new Observations("thing " + i, List.of("new")))
        .toList();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void oneNoteThatMayNotBeWrittenKeepsAllAsTheyWere() throws IOException {
    VaultMemoryStore store = scene.open();
    store.createEntities(entities(), AUTHOR);
    Path kept = scene.root().resolve("thing 41.md");
    Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("r--r--r--"));
    assertThatThrownBy(() -> store.addObservations(additions(), AUTHOR))
        .isInstanceOf(StoreReadOnlyException.class)
        .hasMessageContaining("thing 41.md");
    for (int i = 0; i < NOTES; i++) {
      assertThat(texts(store, "thing " + i)).containsExactly("old");
    }
    scene.assertSound();
    Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(store.addObservations(additions(), AUTHOR)).isEqualTo(additions());
  }

  @Test
  void anInterruptOfTheCallingThreadEndsNoneOfItsThreads() {
    Thread caller = Thread.currentThread();
    VaultMemoryStore store =
        scene.open(
            step -> {
              if (step == CrashPoint.TEMP_HALF_WRITTEN) {
                caller.interrupt();
              }
            });
    assertThat(store.createEntities(entities(), AUTHOR)).hasSize(NOTES);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(names(store)).hasSize(NOTES);
    scene.assertSound();
  }

  @Tag("long")
  @Test
  void theFirstLookForEditsByHandDoesNotHoldTheLogInMemory() throws Exception {
    int facts = 1_000;
    try (VaultMemoryStore store = scene.open()) {
      for (int n = 0; n < NOTES; n++) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < facts; i++) {
          texts.add("fact %d of the thing that has the number %d".formatted(i, n));
        }
        store.createEntities(List.of(new Entity("thing " + n, "thing", texts)), AUTHOR);
      }
    }
    List<String> command =
        ChildProcess.java(VaultChild.class, scene.root(), scene.state(), "-Xmx20m");
    command.addAll(List.of("0", "changes"));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var said = child.inputReader(UTF_8)) {
      assertThat(said.readAllLines()).containsExactly("opened", "changes 1000");
    }
    assertThat(child.waitFor()).isZero();
  }
}
