package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quire.api.Entity;
import quire.api.MemoryStore;

/** R8: searching. */
public abstract class SearchContract extends StoreContract {
  /** {@code mvn -Pthorough} asks 300, {@code mvn -Pnightly} 100,000. */
  private static final int RANDOM_PAIRS = Integer.getInteger("quire.recall.queries", 60);

  /** Characters about whose words, case or accents programs disagree. */
  private static final String[] PIECES = {
    "²",
    "½",
    "Ⅳ",
    "①",
    "m",
    "70",
    "-",
    " ",
    " ",
    " ",
    "_",
    "\0",
    "ß",
    "ss",
    "ẞ",
    "SS",
    "é",
    "É",
    "e",
    "e\u0301",
    "E\u0301",
    "\u0301",
    "İ",
    "ı",
    "ſ",
    "\u212A",
    "Σ",
    "ς",
    "σα",
    "ﬁ",
    "fi",
    "会議",
    "予算",
    "で",
    "が",
    "か\u3099",
    "か",
    "ก",
    "า",
    "ชา",
    "กาแฟ",
    "서울",
    "에서",
    "\u1112\u1161\u11AB",
    "한",
    "🍵",
    "\uD83C",
    "\uDF75",
    "Berlin",
    "GLS",
    "\u0323",
    "ǰ",
    "😀"
  };

  protected SearchContract(Backend backend) {
    super(backend);
  }

  @Test
  void r8_aSubstringOfNameTypeOrOneObservationIsAHit() {
    MemoryStore store = open();
    create(
        store,
        new Entity("xcoffeex", "t", List.of("1")),
        new Entity("a", "xcoffeex", List.of()),
        new Entity("b", "t", List.of("1", "xcoffeex")),
        new Entity("c", "t", List.of("cof", "fee")));

    assertThat(names(matching(store, "coffee"))).containsExactly("xcoffeex", "a", "b");
    assertThat(matching(store, "coffee").entities().getLast())
        .isEqualTo(new Entity("b", "t", List.of("1", "xcoffeex")));
  }

  @Test
  void r8_anyCaseMatches() {
    MemoryStore store = open();
    create(store, entity("Mira"), entity("ОЛЬГА"), entity("Ångström"), entity("ΟΔΟΣ"));

    assertThat(names(matching(store, "mIRa"))).containsExactly("Mira");
    assertThat(names(matching(store, "ольга"))).containsExactly("ОЛЬГА");
    assertThat(names(matching(store, "åNGSTRÖM"))).containsExactly("Ångström");
    assertThat(names(matching(store, "οδος"))).containsExactly("ΟΔΟΣ");
  }

  @Test
  void r8_nothingIsMissedThatTheStandardServerFinds() {
    Map<String, String> queriesByName =
        Map.ofEntries(
            Map.entry("one", "n"),
            Map.entry("two letters", "wo"),
            Map.entry("50% off_now", "0% off_"),
            Map.entry("back\\slash", "k\\s"),
            Map.entry("it's \"quoted\"", "'s \"q"),
            Map.entry("a*b?c[d]", "*b?c["),
            Map.entry("line\nbreak", "e\nb"),
            Map.entry("nul\0inside", "l\0i"),
            Map.entry("  double  blank  ", "  blank  "),
            Map.entry("lone\uD800end", "\uD800e"),
            Map.entry("emoji 🙂 face", "🙂 f"),
            Map.entry("日本語のメモ", "本語"),
            Map.entry("İstanbul", "i̇s"),
            Map.entry("Kelvin \u212A", " k"),
            Map.entry("ΜΕΓΑΣ", "ΓΑΣ"),
            Map.entry("e\u0301clair decomposed", "E\u0301CLAIR"),
            Map.entry("&amp;lt;", "&AMP;L"));
    MemoryStore store = open();
    queriesByName.keySet().forEach(name -> create(store, entity(name)));

    queriesByName.forEach(
        (name, query) -> assertThat(names(matching(store, query))).as(query).contains(name));
  }

  @Test
  void r8_aQueryIsTextAndNeverSyntax() {
    MemoryStore store = open();
    create(store, entity("Mira", "likes tea"), entity("Other", "drinks coffee"));

    for (String query :
        List.of(
            "Mira OR",
            "Mira OR Other",
            "Mira NOT Other",
            "NEAR(Mira Other)",
            "Mir*",
            "name:Mira",
            "M_ra",
            "M%ra",
            "M.*a",
            "Mira' OR '1'='1")) {
      assertThat(names(matching(store, query))).as(query).isEmpty();
    }
    for (String odd :
        List.of("\"", "'", "(", ")", "*", "^", "{", "-", "\\", "\"\"", "a\" OR \"b")) {
      assertThat(names(matching(store, odd))).as(odd).isEmpty();
    }
  }

  @Test
  void r8_literalHitsComeFirstInOrderOfCreation() {
    MemoryStore store = open();
    create(
        store,
        entity("a words", "tea and green leaves"),
        entity("y literal", "likes green tea a lot"),
        entity("b words", "tea is green"),
        entity("z literal", "GREEN TEA"),
        entity("x none", "green coffee"));

    List<String> found = names(matching(store, "green tea"));
    assertThat(found.subList(0, 2)).containsExactly("y literal", "z literal");
    assertThat(found.subList(2, found.size())).containsExactlyInAnyOrder("a words", "b words");
  }

  @Test
  void r8_whatIsNamedSoComesFirst() {
    MemoryStore store = open();
    create(
        store,
        entity("pot", "for green tea"),
        entity("a GREEN TEA pot"),
        new Entity("kettle", "green tea", List.of()),
        entity("Green tea leaves"),
        entity("tea, green", "a drink"),
        entity("Green Tea", "not green tea"),
        entity("brew", "green", "tea"),
        new Entity("Ünder green tea", "green tea", List.of()),
        entity("green tea\u00e9"));

    assertThat(names(matching(store, "green tea")))
        .containsExactly(
            "Green Tea",
            "Green tea leaves",
            "green tea\u00e9",
            "a GREEN TEA pot",
            "Ünder green tea",
            "pot",
            "kettle",
            "tea, green",
            "brew");
    assertThat(names(matching(store, "\u00fcNDER"))).containsExactly("Ünder green tea");
  }

  @Test
  void r8_theWordsMayStandInDifferentPlaces() {
    MemoryStore store = open();
    create(
        store,
        new Entity("Mira", "person", List.of("works at night", "likes tea")),
        new Entity("Olga", "person", List.of("likes tea")));

    assertThat(names(matching(store, "tea person night Mira"))).containsExactly("Mira");
    assertThat(names(matching(store, "tea, (person)"))).containsExactly("Mira", "Olga");
  }

  @Test
  void r8_theEmptyQuerySelectsEverything() {
    MemoryStore store = open();
    create(store, entity("b"), entity("a"));
    relate(store, relation("ghost", "other"), relation("a", "b"));

    assertThat(matching(store, "")).isEqualTo(everything(store));
  }

  @Test
  void r8_hitsComeWithEveryRelationThatTouchesThem() {
    MemoryStore store = open();
    create(store, entity("a", "tea"), entity("b"), entity("c"));
    relate(store, relation("a", "b"), relation("c", "a"), relation("b", "c"));

    assertRelations(matching(store, "tea").relations(), relation("a", "b"), relation("c", "a"));
    assertThat(matching(store, "nothing").relations()).isEmpty();
  }

  @Test
  void r8_aSearchFollowsEveryWrite() {
    MemoryStore store = open();
    create(store, entity("a", "tea"));
    assertThat(names(matching(store, "coffee"))).isEmpty();

    store.addObservations(List.of(texts("a", "coffee")), AUTHOR);
    assertThat(names(matching(store, "coffee"))).containsExactly("a");
    store.deleteObservations(List.of(texts("a", "coffee")), AUTHOR);
    assertThat(names(matching(store, "coffee"))).isEmpty();
    store.deleteEntities(List.of("a"), AUTHOR);
    assertThat(names(matching(store, "tea"))).isEmpty();
    create(store, entity("tea"));
    assertThat(names(matching(store, "tea"))).containsExactly("tea");
  }

  @Test
  void r8_aLongQueryIsAQueryLikeAnyOther() {
    MemoryStore store = open();
    String text = "the quick brown fox ".repeat(1_000);
    create(store, entity("a", "so: " + text), entity("b", "fox"));

    assertThat(names(matching(store, text.substring(3)))).containsExactly("a");
  }

  @Test
  void r8_aWordIsLettersMarksAndNumbersOfEveryKind() {
    MemoryStore store = open();
    create(
        store,
        entity("a", "70 m² in Berlin"),
        entity("b", "½ liter of milk"),
        entity("c", "Part Ⅳ of the plan"),
        entity("d", "step ① is done"));

    assertThat(names(matching(store, "Berlin m²"))).containsExactly("a");
    assertThat(names(matching(store, "m Berlin"))).isEmpty();
    assertThat(names(matching(store, "milk ½"))).containsExactly("b");
    assertThat(names(matching(store, "plan ⅳ"))).containsExactly("c");
    assertThat(names(matching(store, "done ①"))).containsExactly("d");
  }

  @Test
  void r8_sharpSAndDoubleSAreTheSame() {
    MemoryStore store = open();
    create(store, entity("a", "Lange Straße"), entity("b", "Kurze Strasse"), entity("c", "STRAẞE"));

    for (String query : List.of("straße", "strasse", "STRASSE", "STRAẞE")) {
      assertThat(names(matching(store, query))).as(query).containsExactly("a", "b", "c");
    }
    assertThat(names(matching(store, "strasse lange"))).containsExactly("a");
    assertThat(names(matching(store, "straße kurze"))).containsExactly("b");
  }

  @Test
  void r8_anAccentIsFoundHoweverItIsWritten() {
    MemoryStore store = open();
    create(
        store, entity("é name", "x"), entity("e\u0301 name", "x"), entity("c", "cafe\u0301s, two"));

    for (String query : List.of("é name", "e\u0301 NAME", "É", "E\u0301")) {
      assertThat(names(matching(store, query))).as(query).contains("é name", "e\u0301 name");
    }
    assertThat(names(matching(store, "two cafés"))).containsExactly("c");
    assertThat(names(matching(store, "e\u0301"))).containsExactly("é name", "e\u0301 name", "c");
    assertThat(names(named(store, "é name"))).containsExactly("é name");
  }

  @Test
  void r8_wordsOfScriptsWithoutBlanksAreFoundInARow() {
    MemoryStore store = open();
    create(
        store,
        entity("ja", "東京で会議をする", "予算は未定"),
        entity("zh", "会议在北京举行", "预算待定"),
        entity("ko", "서울에서 회의를 한다", "예산은 미정"),
        entity("th", "ฉันดื่มชาและกาแฟ", "งบประมาณ"),
        entity("mixed", "GLSの会議"));

    assertThat(names(matching(store, "予算 会議"))).containsExactly("ja");
    assertThat(names(matching(store, "预算 会议"))).containsExactly("zh");
    assertThat(names(matching(store, "예산 회의"))).containsExactly("ko");
    assertThat(names(matching(store, "กาแฟ ชา"))).containsExactly("th");
    assertThat(names(matching(store, "งบประมาณ ชา"))).containsExactly("th");
    assertThat(names(matching(store, "会議 GLS"))).containsExactly("mixed");
  }

  /** The heap store looks at every text, so what finds the same has left out none. */
  @Test
  @Timeout(3_600)
  void r8_anyTextIsFoundAsByAPlainLookAtEveryFact() {
    MemoryStore store = open();
    Random random = new Random(8);
    int found = 0;
    try (MemoryStore plain = new HeapMemoryStore(Clock.fixed(NOW, ZoneOffset.UTC))) {
      for (int round = 0; round * 50 < RANDOM_PAIRS; round++) {
        List<Entity> entities = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          entities.add(
              new Entity(
                  randomText(random) + i,
                  randomText(random),
                  List.of(randomText(random), randomText(random) + "|")));
          texts.add(entities.getLast().name());
          texts.addAll(entities.getLast().observations());
        }
        Entity[] all = entities.toArray(Entity[]::new);
        create(store, all);
        create(plain, all);
        for (int i = 0; i < 50; i++) {
          String query = randomQuery(random, texts);
          List<String> expected = names(matching(plain, query));
          assertThat(names(matching(store, query)))
              .as("%s in %s", query, entities)
              .isEqualTo(expected);
          found += expected.size();
        }
        List<String> names = entities.stream().map(Entity::name).toList();
        store.deleteEntities(names, AUTHOR);
        plain.deleteEntities(names, AUTHOR);
      }
    }
    assertThat(found).isGreaterThan(RANDOM_PAIRS / 2);
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int pieces = 1 + random.nextInt(6); pieces > 0; pieces--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  /** {@return part of a text, or two, or another text; written otherwise} */
  private static String randomQuery(Random random, List<String> texts) {
    String query =
        switch (random.nextInt(4)) {
          case 0 -> randomText(random);
          case 1 -> part(random, texts) + " " + part(random, texts);
          default -> part(random, texts);
        };
    return switch (random.nextInt(6)) {
      case 0 -> Normalizer.normalize(query, Normalizer.Form.NFC);
      case 1 -> Normalizer.normalize(query, Normalizer.Form.NFD);
      case 2 -> query.toUpperCase(Locale.ROOT);
      case 3 -> query.toLowerCase(Locale.ROOT);
      default -> query;
    };
  }

  private static String part(Random random, List<String> texts) {
    String text = texts.get(random.nextInt(texts.size()));
    int start = random.nextInt(text.length());
    return text.substring(start, start + 1 + random.nextInt(text.length() - start));
  }
}
