package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.RecallFilter;
import quire.api.RecallPage;
import quire.api.RecallQuery;
import quire.api.RecalledFact;
import quire.api.Relation;
import quire.ranking.Closeness;
import quire.ranking.Ranking;

/** R18 to R21 where something tells which facts are near to a question in meaning. */
public abstract class MeaningContract extends StoreContract {
  /** Of the recall set: ten in a build, forty in {@code mvn -Pthorough} and beyond. */
  private static final int QUESTIONS =
      Math.clamp(Integer.getInteger("quire.recall.queries", 60) / 6, 10, 40);

  private static final String RED_CAR = "red and wet by the rain, the car";

  private final SynonymCloseness synonyms = new SynonymCloseness(true);

  protected MeaningContract(Backend backend) {
    super(backend);
  }

  private <T> T knowing(Supplier<T> recalls) {
    return knowing(synonyms, recalls);
  }

  private static <T> T knowing(Closeness closeness, Supplier<T> recalls) {
    return Ranking.with(Optional.of(closeness), recalls);
  }

  private List<String> recalled(MemoryStore store, String query) {
    return recalled(store, query, RecallFilter.NONE);
  }

  private List<String> recalled(MemoryStore store, String query, RecallFilter filter) {
    return texts(knowing(() -> store.recall(RecallQuery.of(query, 10).within(filter))));
  }

  private static List<String> byWords(MemoryStore store, String query) {
    return texts(store.recall(RecallQuery.of(query, 10)));
  }

  private static List<String> texts(RecallPage page) {
    return page.facts().stream().map(one -> one.fact().text().orElse(one.fact().entity())).toList();
  }

  /** Writes each text as a session of its own, on an entity of its own. */
  private static void note(MemoryStore store, String... texts) {
    for (String text : texts) {
      store.createEntities(
          List.of(new Entity("e" + store.lastSequence(), "note", List.of(text))),
          new Author("kit", "session of " + text));
    }
  }

  private static Entity[] many(String text, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> entity(text + " entity " + i, text + " number " + i))
        .toArray(Entity[]::new);
  }

  private static void learn(MemoryStore store) {
    while (store.prepareRecall()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void r18_aFactIsFoundByItsMeaningAlone() {
    MemoryStore store = open();
    note(store, "the car stands by the river", "the doctor comes on Monday", "tea is green");

    assertThat(byWords(store, "who is the physician")).isEmpty();
    assertThat(recalled(store, "who is the physician"))
        .containsExactly("the doctor comes on Monday");
    RecalledFact found =
        knowing(() -> store.recall(RecallQuery.of("where is the automobile", 10)))
            .facts()
            .getFirst();
    assertThat(found.score().meaning()).isPositive().isEqualTo(found.score().total());
    assertThat(found.words()).isEmpty();
    note(store, "a vehicle was sold");
    assertThat(recalled(store, "where is the automobile"))
        .as("of equals the newest comes first")
        .containsExactly("a vehicle was sold", "the car stands by the river");
  }

  @Test
  void r18_whatIsMerelyTheNearestIsNotFound() {
    MemoryStore store = open();
    String ofAll = "a car, a doctor, cash, a start, a garden and a storm";
    note(store, "tea is green", ofAll);

    assertThat(recalled(store, "where is the automobile")).isEmpty();
    assertThat(recalled(store, "green automobile"))
        .as("what shares no word and is not near")
        .containsExactly("tea is green");
    assertThat(recalled(store, "automobile, physician, money, commence, lawn, hurricane"))
        .containsExactly(ofAll);
  }

  @Test
  void r18_whatIsNearComesBeforeWhatSharesAWordOnly() {
    MemoryStore store = open();
    note(store, RED_CAR, "a red apple", "red is a colour");

    assertThat(byWords(store, "red automobile").getFirst()).isNotEqualTo(RED_CAR);
    assertThat(recalled(store, "red automobile").getFirst()).isEqualTo(RED_CAR);
  }

  @Test
  void r18_whatTheWordsFindStaysHoweverNearSomethingElseIs() {
    MemoryStore store = open();
    String near = "a car, a doctor, cash, a start, a garden and a storm";
    note(store, near, "winter in the mountains", "tea is green");

    assertThat(
            recalled(
                store,
                "automobile, physician, money, commence, lawn, hurricane, winter, lamp, sea"))
        .containsExactly(near, "winter in the mountains");
  }

  @Test
  void r18_whoSpeaksIsToldByTheWordsAlone() {
    MemoryStore store = open();
    create(
        store,
        entity(
            "monday",
            "Storm: hello",
            "Storm: my vehicle is blue",
            "Storm: it rains",
            "Gale: how is that?",
            "Storm: thank you",
            "Storm: see you"));

    assertThat(meanings(store, "Which automobile is Storm's?"))
        .containsEntry("Storm: thank you", 0.0)
        .containsEntry("Storm: see you", 0.0)
        .hasEntrySatisfying("Storm: my vehicle is blue", about -> assertThat(about).isPositive());
    assertThat(meanings(store, "Which automobile is Gale's?").get("Storm: thank you"))
        .as("speaks once")
        .isPositive();
    assertThat(meanings(store, "Who is Storm?").get("Storm: thank you"))
        .as("nothing but the name")
        .isPositive();
  }

  @Test
  void r18_whatIsToldIsNotTakenForWhoSpeaks() {
    MemoryStore store = open();
    create(
        store,
        entity(
            "monday",
            "Storm: the roof",
            "Storm: a window",
            "Storm: the barn",
            "Storm: the fence",
            "Storm: two trees"));

    assertThat(meanings(store, "Which costs of Storm are paid?").values())
        .hasSize(5)
        .allSatisfy(near -> assertThat(near).isPositive());
  }

  @Test
  void r18_whoSpeaksIsReadWhereManyDo() {
    MemoryStore store = open();
    String[] talk =
        Stream.of("Storm", "Gale", "Misty")
            .flatMap(
                name ->
                    Stream.of("hello", "my vehicle is blue", "it rains", "thank you", "see you")
                        .map(text -> name + ": " + text))
            .toArray(String[]::new);
    create(store, entity("monday", talk));

    assertThat(meanings(store, "Which automobile is Storm's?").get("Storm: thank you"))
        .isPositive();
    store.deleteObservations(List.of(texts("monday", "Misty: hello")), AUTHOR);
    assertThat(meanings(store, "Which automobile is Storm's?").get("Storm: thank you"))
        .as("two speak, and a third four times")
        .isZero();
  }

  private Map<String, Double> meanings(MemoryStore store, String query) {
    Map<String, Double> meanings = new LinkedHashMap<>();
    knowing(() -> store.recall(RecallQuery.of(query, 10)))
        .facts()
        .forEach(one -> meanings.put(one.fact().text().orElse(""), one.score().meaning()));
    return meanings;
  }

  @Test
  void r18_aMisspelledQuestionGoesLessByItsMeaning() {
    MemoryStore store = open();
    note(store, "the car is purple", "tea is green");

    double right = meaning(store, "purple automobile");
    assertThat(meaning(store, "purplr automobile")).isPositive().isLessThan(0.9 * right);
  }

  private double meaning(MemoryStore store, String query) {
    return knowing(() -> store.recall(RecallQuery.of(query, 10)))
        .facts()
        .getFirst()
        .score()
        .meaning();
  }

  @Test
  void r18_aStoreIsPreparedBetweenTheCalls() {
    MemoryStore store = open();
    create(store, many("remark", 150));
    assertThat(store.prepareRecall()).as("nothing knows meanings").isFalse();

    assertThat(knowing(() -> prepared(store))).isTrue();
    assertThat(synonyms.learned()).isEqualTo(150);
    note(store, "the car stands by the river");
    assertThat(knowing(() -> prepared(store))).isTrue();
    assertThat(synonyms.learned()).isEqualTo(151);
  }

  private static boolean prepared(MemoryStore store) {
    learn(store);
    return true;
  }

  @Test
  void r18_aClosenessThatKnowsNothingChangesNothing() throws IOException {
    RecallSet set = RecallSet.read();
    MemoryStore store = open();
    Map<String, List<String>> observations = new LinkedHashMap<>();
    for (RecallSet.Written one : set.written()) {
      one.text()
          .ifPresent(
              text ->
                  observations
                      .computeIfAbsent(one.entity(), unseen -> new ArrayList<>())
                      .add(text));
    }
    create(
        store,
        observations.entrySet().stream()
            .map(one -> new Entity(one.getKey(), "note", one.getValue()))
            .toArray(Entity[]::new));
    SynonymCloseness ignorant = new SynonymCloseness(false);
    for (RecallSet.Asked asked : set.questions().subList(0, QUESTIONS)) {
      RecallQuery query = RecallQuery.of(asked.text(), 20);
      assertThat(knowing(ignorant, () -> store.recall(query)))
          .as(asked.text())
          .isEqualTo(store.recall(query));
    }
  }

  @Test
  void r19_theExactNameAndTheLiteralQueryStayFirst() {
    MemoryStore store = open();
    note(store, "automobile money", "car money, vehicle funds", "the automobile money of Mira");
    assertThat(recalled(store, "automobile money")).hasSize(3).endsWith("car money, vehicle funds");
    create(store, new Entity("Automobile Money", "firm", List.of("has left")));
    assertThat(recalled(store, "automobile money")).startsWith("has left");
  }

  @Test
  void r19_aRelationAndWhatIsCurrentAreFoundAsBefore() {
    MemoryStore store = open();
    create(store, entity("parcelhub", "a shop"), entity("Mira", "likes tea"));
    relate(store, new Relation("Mira", "parcelhub", "leads"));
    for (String text :
        List.of("the car is parked at gate 3", "the car is parked at gate 7 since May")) {
      Author author = new Author("kit", "session of " + text);
      store.createEntities(List.of(new Entity("fleet", "notes", List.of())), author);
      store.addObservations(List.of(texts("fleet", text)), author);
    }

    assertThat(recalled(store, "who leads parcelhub").getFirst())
        .isEqualTo("Mira \u2014 leads \u2192 parcelhub");
    List<RecalledFact> found =
        knowing(() -> store.recall(RecallQuery.of("where is the vehicle parked", 10))).facts();
    assertThat(found.get(0).fact().text().orElse("")).endsWith("gate 7 since May");
    assertThat(found.get(1).replaced()).isTrue();
  }

  @Test
  void r19_aDeletedFactDoesNotComeBack() {
    MemoryStore store = open();
    create(
        store,
        entity("fleet", "the car is red", "the vehicle is blue", "a car was lent"),
        entity("yard", "the car is wet"));
    assertThat(recalled(store, "automobile")).hasSize(4);

    store.deleteObservations(List.of(texts("fleet", "the car is red")), AUTHOR);
    assertThat(recalled(store, "automobile")).hasSize(3).doesNotContain("the car is red");
    store.deleteEntities(List.of("yard"), AUTHOR);
    assertThat(recalled(store, "automobile")).hasSize(2).doesNotContain("the car is wet");
    store.forget(List.of(texts("fleet", "a car was lent")), AUTHOR);
    assertThat(recalled(store, "automobile")).containsExactly("the vehicle is blue");
    assertThat(synonyms.learned()).as("what is gone is forgotten").isEqualTo(1);

    store.renameEntity("fleet", "motor pool", AUTHOR);
    RecallPage page = knowing(() -> store.recall(RecallQuery.of("automobile", 10)));
    assertThat(page.facts()).extracting(one -> one.fact().entity()).containsExactly("motor pool");
  }

  @Test
  void r20_theFilterHoldsForWhatIsNear() {
    MovableClock clock = new MovableClock(NOW);
    MemoryStore store = open(clock);
    create(store, new Entity("pot", "vessel", List.of("the car is red")));
    clock.set(NOW.plusSeconds(60));
    store.createEntities(
        List.of(new Entity("leaf", "plant", List.of("a vehicle"))), new Author("other", "s"));
    create(store, many("car", 120));
    assertThat(knowing(() -> prepared(store))).isTrue();

    assertThat(recalled(store, "automobile")).hasSize(10);
    assertThat(recalled(store, "automobile", filter("plant", "", ""))).containsExactly("a vehicle");
    assertThat(recalled(store, "automobile", filter("", "other", ""))).containsExactly("a vehicle");
    assertThat(recalled(store, "automobile", filter("", "", "po")))
        .containsExactly("the car is red");
    assertThat(recalled(store, "automobile", before(NOW.plusSeconds(1))))
        .containsExactly("the car is red");
  }

  private static RecallFilter filter(String type, String client, String prefix) {
    return new RecallFilter(
        given(type), Optional.empty(), Optional.empty(), given(client), given(prefix));
  }

  private static Optional<String> given(String value) {
    return Optional.of(value).filter(text -> !text.isEmpty());
  }

  private static RecallFilter before(Instant time) {
    return new RecallFilter(
        Optional.empty(), Optional.empty(), Optional.of(time), Optional.empty(), Optional.empty());
  }

  @Test
  void r21_pagesCoverEveryFactOnceWhateverIsLearnedMeanwhile() {
    MemoryStore store = open();
    note(
        store,
        IntStream.range(0, 24)
            .mapToObj(i -> i % 3 == 0 ? "red car of the house " + i : "red garden car " + i)
            .toArray(String[]::new));
    for (boolean knowsAtFirst : List.of(true, false)) {
      SynonymCloseness changing = new SynonymCloseness(knowsAtFirst);
      List<String> all = new ArrayList<>();
      int left = 1;
      while (left > 0) {
        int skip = all.size();
        RecallPage page =
            knowing(
                changing,
                () ->
                    store.recall(
                        new RecallQuery(
                            "red automobile",
                            RecallFilter.NONE,
                            skip,
                            5,
                            Integer.MAX_VALUE,
                            Integer.MAX_VALUE)));
        all.addAll(texts(page));
        left = page.left();
        changing.know(!knowsAtFirst);
      }
      assertThat(all).hasSize(24).doesNotHaveDuplicates();
      assertThat(all.subList(0, 8).stream().allMatch(text -> text.startsWith("red car")))
          .as("the first page decides")
          .isEqualTo(knowsAtFirst);
    }
  }
}
