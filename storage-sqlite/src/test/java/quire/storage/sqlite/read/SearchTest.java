package quire.storage.sqlite.read;

import static java.util.Comparator.comparingInt;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.RecallQuery;
import quire.api.Selection;
import quire.storage.sqlite.Stores;
import quire.text.SearchQuery;

class SearchTest {
  /** How many times as many random queries: five in {@code mvn -Pthorough} and beyond. */
  private static final int ROUNDS = Integer.getInteger("quire.rounds", 1);

  private static final String[] PARTS = {
    "tea", "Green", "a", "-", " ", " ", "'", "%", "_", "ß", "İ", "Σ", "ς", "日本", "語", "🙂",
    "\uD83D", "\0", "\n", "\uFDD0", "1.5", "OR", "*"
  };

  /** What the standard server would find by lower-casing and looking for a substring. */
  @Test
  void whateverTheStandardServerFindsIsFoundByRankAndThenByCreation(@TempDir Path folder) {
    Random random = new Random(20);
    List<Entity> entities = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      entities.add(
          new Entity(
              text(random) + " #" + i, text(random), List.of(text(random), "x" + text(random))));
    }
    try (MemoryStore store = Stores.open(folder.resolve("memory.db"))) {
      store.createEntities(entities, Stores.AUTHOR);
      for (int round = 0; round < 80 * ROUNDS; round++) {
        String query = text(random);
        List<String> expected =
            entities.stream()
                .filter(one -> holds(one, query))
                .map(Entity::name)
                .sorted(comparingInt(SearchQuery.of(query)::rank))
                .toList();
        List<String> found = named(store, query);
        List<String> literal = new ArrayList<>(found);
        literal.retainAll(expected);
        assertThat(literal).as(query.codePoints().boxed().toList().toString()).isEqualTo(expected);
        assertThat(found).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void ofWordsThatAreInVeryManyFactsTheNewerOnesAndThoseInOneFactAreFound(@TempDir Path folder) {
    List<Entity> entities = new ArrayList<>();
    entities.add(new Entity("together", "t", List.of("alpha, then omega")));
    for (int i = 1; i <= 1_200; i++) {
      entities.add(new Entity("e" + i, "t", List.of("has alpha", "has omega")));
    }
    entities.add(new Entity("rare", "t", List.of("has alpha and sigma")));
    for (int i = 0; i < 1_200; i++) {
      entities.add(new Entity("f" + i, "t", List.of("has neither")));
    }
    try (MemoryStore store = Stores.open(folder.resolve("memory.db"))) {
      store.createEntities(entities, Stores.AUTHOR);

      assertThat(named(store, "alpha omega"))
          .startsWith("together")
          .contains("e1200")
          .hasSize(1_000);
      assertThat(named(store, "alpha sigma has")).containsExactly("rare");
      assertThat(named(store, "has neither")).hasSize(1_200);
    }
  }

  @Test
  void aMisspelledWordOfAnOldFactIsRecalledAmongManyThatShareAPieceOfIt(@TempDir Path folder) {
    List<Entity> entities = new ArrayList<>();
    entities.add(new Entity("old", "t", List.of("codename limabove")));
    for (int i = 0; i < 1_200; i++) {
      entities.add(new Entity("e" + i, "t", List.of("moved over")));
    }
    try (MemoryStore store = Stores.open(folder.resolve("memory.db"))) {
      store.createEntities(entities, Stores.AUTHOR);

      assertThat(store.recall(RecallQuery.of("limbove", 1)).facts())
          .extracting(found -> found.fact().entity())
          .containsExactly("old");
    }
  }

  private static List<String> named(MemoryStore store, String query) {
    return Stores.read(store, new Selection.Matching(query)).entities().stream()
        .map(Entity::name)
        .toList();
  }

  private static boolean holds(Entity entity, String query) {
    String wanted = query.toLowerCase(Locale.ROOT);
    return Stream.concat(Stream.of(entity.name(), entity.type()), entity.observations().stream())
        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int parts = 1 + random.nextInt(5); parts > 0; parts--) {
      text.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return text.toString();
  }
}
