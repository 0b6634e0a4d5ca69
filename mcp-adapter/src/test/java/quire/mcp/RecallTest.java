package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** The tools that answer within a budget. */
class RecallTest {
  private static final String TEAS =
      """
      {"entities":[
        {"name":"pot","entityType":"vessel","observations":["brews green tea","%s tea"]},
        {"name":"leaf","entityType":"plant","observations":["green"]},
        {"name":"garden","entityType":"place","observations":["in Uji"]}]}
      """
          .formatted("long ".repeat(100))
          .replace("\n", "");
  private static final String PATH =
      "{\"relations\":[{\"from\":\"leaf\",\"to\":\"pot\",\"relationType\":\"goes into\"},"
          + "{\"from\":\"leaf\",\"to\":\"garden\",\"relationType\":\"grows in\"}]}";

  private static String fact(Reply reply, int i, String member) {
    return String.valueOf(reply.at("result", "structuredContent", "facts", i, member));
  }

  @Test
  void theBestFactsComeWithinTheBudgetAndTheRestIsCounted() {
    try (Peer peer = Peer.legacy()) {
      peer.call("create_entities", TEAS);

      Reply first = peer.call("recall", "{\"query\":\"which pot brews teas?\",\"limit\":1}");
      assertThat(fact(first, 0, "entity")).isEqualTo("pot");
      assertThat(fact(first, 0, "observation")).isEqualTo("brews green tea");
      assertThat(first.count("facts")).isEqualTo(1);
      Reply second = peer.call("recall", "{\"query\":\"which pot brews teas?\",\"after\":1}");
      assertThat(fact(second, 0, "cut")).isEqualTo("true");
      assertThat(fact(second, 0, "observation")).hasSize(400);
      assertThat(second.at("result", "structuredContent", "left")).isEqualTo(BigDecimal.ZERO);
    }
  }

  @Test
  void filtersAndDetailAreKept() {
    try (Peer peer = Peer.legacy()) {
      peer.call("create_entities", TEAS);

      Reply plants = peer.call("recall", "{\"query\":\"green\",\"entityType\":\"plant\"}");
      assertThat(plants.count("facts")).isEqualTo(1);
      assertThat(fact(plants, 0, "entity")).isEqualTo("leaf");
      Reply index = peer.call("recall", "{\"query\":\"long\",\"detail\":\"index\"}");
      assertThat(fact(index, 0, "observation")).hasSize(80);
      Reply later = peer.call("recall", "{\"query\":\"\",\"since\":\"2999-01-01T00:00:00Z\"}");
      assertThat(later.count("facts")).isZero();
    }
  }

  @Test
  void exploringFollowsRelationsAsFarAsAsked() {
    try (Peer peer = Peer.legacy()) {
      peer.call("create_entities", TEAS);
      peer.call("create_relations", PATH);

      assertThat(peer.call("explore", "{\"entity\":\"pot\"}").count("entities")).isEqualTo(2);
      Reply far = peer.call("explore", "{\"entity\":\"pot\",\"depth\":2}");
      assertThat(far.count("entities")).isEqualTo(3);
      assertThat(far.count("relations")).isEqualTo(2);
      Reply some =
          peer.call(
              "explore", "{\"entity\":\"leaf\",\"relationTypes\":[\"grows in\"],\"depth\":3}");
      assertThat(some.count("entities")).isEqualTo(2);
      Reply small = peer.call("explore", "{\"entity\":\"leaf\",\"budget\":150}");
      assertThat(small.at("result", "structuredContent", "left")).isEqualTo(BigDecimal.TWO);
      assertThat(peer.call("explore", "{\"entity\":\"none\"}").count("entities")).isZero();
    }
  }
}
