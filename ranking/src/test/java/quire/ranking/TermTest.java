package quire.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quire.text.WordForms;

class TermTest {
  @ParameterizedTest
  @CsvSource({
    "kuberntes, kubernetes, 0.7",
    "kubrnets, kubernetes, 0.7",
    "erdis, redis, 0.7",
    "rdsi, redis, 0",
    "uprgdae, upgrade, 0",
    "deduplication, dedup, 0.6",
    "conf, configuration, 0.6",
    "tea, ten, 0"
  })
  void aMisspelledWordIsTheOtherSoFar(String asked, String token, double weight) {
    Term term = Term.of(asked).asMisspelled();
    assertThat(term.weight(token, WordForms.stem(token))).isEqualTo(weight);
  }

  @Test
  void aWordSpelledRightIsItsInflectionsAndNothingElse() {
    Term term = Term.of("buying");
    assertThat(term.weight("bought", WordForms.stem("bought"))).isEqualTo(1);
    assertThat(term.weight("buyer", WordForms.stem("buyer"))).isZero();
    assertThat(term.parts()).contains("bought").anyMatch("buy"::startsWith);
    assertThat(term.canBegin('b')).isTrue();
    assertThat(Term.of("went").canBegin('g')).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "decide, decision",
    "decisions, deciding",
    "notify, notification",
    "allergies, allergic",
    "delivery, delivers",
    "centres, center",
    "analysis, analyzed",
    "organise, organized",
    "colour, color"
  })
  void aRelatedWordOrAnotherSpellingIsFoundByAPart(String asked, String token) {
    for (List<String> pair : List.of(List.of(asked, token), List.of(token, asked))) {
      Term term = Term.of(pair.getFirst());
      String found = pair.getLast();
      assertThat(term.weight(found, WordForms.stem(found))).isGreaterThanOrEqualTo(0.7);
      assertThat(term.canBegin(found.charAt(0))).isTrue();
      assertThat(term.parts()).anyMatch(found::contains);
    }
  }
}
