package quire.storage.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.storage.vault.VaultScene.AUTHOR;
import static quire.storage.vault.VaultScene.add;
import static quire.storage.vault.VaultScene.remember;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Fact;
import quire.api.RecallFilter;
import quire.ranking.FactIndex;
import quire.ranking.FactList;

/** The index of a vault's facts says what an index that looks at every fact says. */
final class VaultFactIndexTest {
  private static final List<String> WORDS =
      List.of(
          "tea", "Caf\u00e9", "cafe", "Stra\u00dfe", "MORNING", "\u0130zmir", "\u6771\u4eac", "a");

  @TempDir private Path directory;
  private VaultScene scene;
  private final Random random = new Random(7);

  @BeforeEach
  void openScene() {
    scene = new VaultScene(directory);
  }

  @AfterEach
  void closeScene() {
    scene.close();
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private String text(int number) {
    return word() + " " + word() + " " + number;
  }

  @Test
  void itFindsWhatAnIndexOfAllFactsFinds() {
    VaultMemoryStore store = scene.open();
    for (int i = 0; i < 30; i++) {
      remember(store, word() + i, text(i), text(-i));
    }
    scene.write(
        "By hand.md", "---\ntype: thing\n---\n\n## Observations\n\n- cafe au lait\n- tea\n");
    for (int i = 0; i < 20; i++) {
      List<String> names = VaultScene.names(store);
      String name = names.get(random.nextInt(names.size()));
      switch (i % 4) {
        case 0 -> store.deleteEntities(List.of(name), AUTHOR);
        case 1 -> add(store, "By hand", text(100 + i));
        default -> add(store, name, text(100 + i));
      }
      assertThat(store.<Boolean>withFacts(VaultFactIndexTest::isAsListed)).isTrue();
    }
  }

  private static boolean isAsListed(FactIndex index) {
    FactList all =
        new FactList(
            index.store(),
            index.version(),
            index.facts(index.holding(List.of(), RecallFilter.NONE, 1_000)),
            List.of());
    RecallFilter ofType =
        new RecallFilter(
            Optional.of("thing"),
            Optional.of(Instant.now().minusSeconds(30)),
            Optional.empty(),
            Optional.of("test"),
            Optional.of("t"));
    assertThat(index.newest()).isEqualTo(all.newest());
    for (RecallFilter filter : List.of(RecallFilter.NONE, ofType)) {
      for (List<String> parts : List.of(List.of("cafe"), List.of("tea", "morn"), List.of("a"))) {
        for (int limit : new int[] {1, 5, 1_000}) {
          assertThat(index.holding(parts, filter, limit))
              .isEqualTo(all.holding(parts, filter, limit));
        }
      }
      assertThat(index.written(Instant.MIN, Instant.MAX, filter, 7))
          .isEqualTo(all.written(Instant.MIN, Instant.MAX, filter, 7));
    }
    long[] some = index.holding(List.of("tea"), RecallFilter.NONE, 3);
    assertThat(sorted(index.facts(some))).isEqualTo(sorted(all.facts(some)));
    assertThat(sorted(index.around(some, 6))).isEqualTo(sorted(all.around(some, 6)));
    assertThat(sorted(index.of(List.of("By hand", "nobody"), 2)))
        .isEqualTo(sorted(all.of(List.of("By hand", "nobody"), 2)));
    return true;
  }

  private static List<Long> sorted(List<Fact> facts) {
    return facts.stream().map(Fact::sequence).sorted().toList();
  }
}
