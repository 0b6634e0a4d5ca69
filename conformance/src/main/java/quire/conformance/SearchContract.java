package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import quire.api.Entity;
import quire.api.MemoryStore;

/** R8: searching. */
public abstract class SearchContract extends StoreContract {
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
}
