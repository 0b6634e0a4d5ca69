package quire.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quire.api.Author;
import quire.api.Entity;
import quire.api.Relation;
import quire.conformance.HeapMemoryStore;

/** What an answer holds at most, and how to read on. */
final class AnswerSizeTest {
  private static final int MANY = 6_000;

  private final HeapMemoryStore store = new HeapMemoryStore(Clock.systemUTC());

  AnswerSizeTest() {
    List<Entity> entities = new ArrayList<>();
    List<Relation> relations = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      entities.add(new Entity("payment " + i, "service", List.of("takes \"card\" " + i, "in Uji")));
      relations.add(new Relation("payment " + i, "payment " + (i + 1) % MANY, "precedes"));
    }
    Author author = new Author("test", "test");
    store.createEntities(entities, author);
    store.createRelations(relations, author);
  }

  private static String more(Reply reply) {
    return String.valueOf(reply.at("result", "content", 1, "text"));
  }

  @ParameterizedTest
  @CsvSource({"search_nodes, 101000", "read_graph, 1001000"})
  void anAnswerStaysBelowItsSizeAndSaysHowToReadOn(String tool, int most) {
    try (Peer peer = new Peer(store)) {
      peer.initialize("2025-11-25");
      Reply reply = peer.call(tool, "{\"query\":\"payment\"}");
      int size = reply.json().getBytes(UTF_8).length;
      assertThat(size).isBetween(most / 2, most);
      int shown = reply.entityNames().size();
      assertThat(more(reply))
          .contains("%,d more entities".formatted(MANY - shown))
          .contains(tool + " with \"after\": " + shown);
      assertThat(reply.count("relations")).isGreaterThan(10);
    }
  }

  @Test
  void thePagesHoldEverythingOnce() {
    try (Peer peer = new Peer(store)) {
      peer.initialize("2025-11-25");
      List<String> names = new ArrayList<>();
      while (names.size() < MANY) {
        Reply page =
            peer.call(
                "search_nodes", "{\"query\":\"payment\",\"after\":%d}".formatted(names.size()));
        assertThat(page.entityNames()).isNotEmpty();
        names.addAll(page.entityNames());
      }
      assertThat(names).hasSize(MANY).doesNotHaveDuplicates();
    }
  }

  @Test
  void aLimitIsTheClientsOwnWord() {
    try (Peer peer = new Peer(store)) {
      peer.initialize("2025-11-25");
      Reply few = peer.call("read_graph", "{\"limit\":2,\"after\":1}");
      assertThat(few.entityNames()).containsExactly("payment 1", "payment 2");
      assertThat(few.count("relations")).isEqualTo(3);
      assertThat(more(few)).contains("5,997 more entities").contains("\"after\": 3");
      Reply all = peer.call("read_graph", "{\"limit\":%d}".formatted(MANY));
      assertThat(all.entityNames()).hasSize(MANY);
      assertThat(all.count("relations")).isEqualTo(MANY);
      assertThat(all.at("result", "content", 1)).isNull();
    }
  }

  @Test
  void withoutACapAllOfItComes() {
    try (Peer peer = Peer.unlimited(store)) {
      peer.initialize("2025-11-25");
      Reply all = peer.call("search_nodes", "{\"query\":\"payment\"}");
      assertThat(all.entityNames()).hasSize(MANY);
      assertThat(all.count("relations")).isEqualTo(MANY);
      assertThat(all.at("result", "content", 1)).isNull();
    }
  }

  @Test
  void anEntityThatIsTooLargeAloneComesNevertheless() {
    HeapMemoryStore large = new HeapMemoryStore(Clock.systemUTC());
    large.createEntities(
        List.of(
            new Entity("a", "t", List.of("x".repeat(800_000))), new Entity("b", "t", List.of())),
        new Author("test", "test"));
    try (Peer peer = new Peer(large)) {
      peer.initialize("2025-11-25");
      assertThat(peer.call("read_graph", "{}").entityNames()).containsExactly("a");
      assertThat(peer.call("read_graph", "{\"after\":1}").entityNames()).containsExactly("b");
    }
  }
}
