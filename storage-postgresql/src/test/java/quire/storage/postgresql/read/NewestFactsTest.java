package quire.storage.postgresql.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.storage.postgresql.Memory;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.server.Session;
import quire.storage.postgresql.terms.Grams;

/** However far an answer has to be looked for, it is the same as by looking at every fact. */
class NewestFactsTest {
  /** In nearly all facts, in old ones, in new ones, in every tenth, in few, and in none. */
  private static final List<String> WORDS =
      List.of("common", "formerly", "nowadays", "seldom", "unique7", "nothing", "thing");

  private static final NewestFacts.Reach LITTLE = new NewestFacts.Reach(60, 16, 300, 6);
  private static final int ENTITIES = 400;
  private static final int ROUNDS = 40;

  private final Random random = new Random(20);
  private final Map<Long, List<Integer>> termsOfFacts = new TreeMap<>();
  private int answeredByKnownFacts;

  @Test
  void eachQuestionIsAnsweredAsByLookingAtEveryFact() throws SQLException {
    try (Memory memory = Memory.make();
        MemoryStore store = memory.open();
        Session session = memory.connect()) {
      fill(store);
      readAll(session);
      assertThat(termsOfFacts).hasSizeGreaterThan(2 * ENTITIES);
      for (int round = 0; round < ROUNDS; round++) {
        askTwice(session, round % 10 == 0 ? NewestFacts.Reach.USUAL : LITTLE);
      }
      assertThat(answeredByKnownFacts).isGreaterThan(ROUNDS / 10);
    }
  }

  private void fill(MemoryStore store) {
    List<Entity> entities = new ArrayList<>();
    for (int i = 0; i < ENTITIES; i++) {
      List<String> texts = new ArrayList<>();
      for (int place = random.nextInt(4); place > 0; place--) {
        texts.add(text(i) + " " + place);
      }
      entities.add(new Entity("entity " + i + (i % 3 == 0 ? " common" : ""), "thing", texts));
    }
    var _ = store.createEntities(entities, Memory.AUTHOR);
  }

  private String text(int entity) {
    return (random.nextInt(10) == 0 ? "" : "common ")
        + (random.nextInt(ENTITIES) > entity ? "formerly " : "nowadays ")
        + (random.nextInt(10) == 0 ? "seldom " : "")
        + "unique"
        + entity;
  }

  private void readAll(Session session) throws SQLException {
    var _ =
        session.send(
            new Message()
                .ask(
                    "SELECT id, grams FROM $m.observation UNION ALL SELECT id, grams FROM"
                        + " $m.entity",
                    row ->
                        termsOfFacts.put(
                            row.getLong(1), List.of((Integer[]) row.getArray(2).getArray()))));
  }

  /** The second time, what was looked through the first time answers as far as it can. */
  private void askTwice(Session session, NewestFacts.Reach reach) throws SQLException {
    List<Newest> first = questions();
    Message message = new Message().beginReading().run(Tuning.RECALL);
    List<NewestFacts> known = NewestFacts.ask(first, reach, message);
    var _ = session.send(message);
    List<Newest> second = questions();
    List<Newest> open =
        second.stream()
            .filter(one -> known.stream().noneMatch(facts -> facts.answers(one)))
            .toList();
    answeredByKnownFacts += second.size() - open.size();
    Message later = new Message();
    var _ = NewestFacts.ask(open, reach, later);
    var _ = session.send(later.commit());
    first.forEach(this::assertAnswered);
    second.forEach(this::assertAnswered);
  }

  private List<Newest> questions() {
    List<Newest> questions = new ArrayList<>();
    for (int i = random.nextInt(10); i >= 0; i--) {
      List<String> words = new ArrayList<>();
      for (int word = random.nextInt(3); word >= 0; word--) {
        words.add(WORDS.get(random.nextInt(WORDS.size())));
      }
      questions.add(
          new Newest(Grams.query(words), List.of(1, 7, 40, 1_000).get(random.nextInt(4))));
    }
    return questions;
  }

  private void assertAnswered(Newest question) {
    List<Long> wanted = new ArrayList<>();
    termsOfFacts.forEach(
        (id, terms) -> {
          if (terms.containsAll(question.terms())) {
            wanted.addFirst(id);
          }
        });
    assertThat(question.facts())
        .as(question.grams() + " " + question.limit())
        .containsExactly(
            wanted.stream().limit(question.limit()).mapToLong(Long::longValue).toArray());
  }
}
