package quire.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordFormsTest {
  @ParameterizedTest
  @CsvSource({
    "went, go",
    "going, go",
    "bought, buying",
    "children, child",
    "people, persons",
    "2, two",
    "wrote, writes",
    "dying, died",
    "made, making",
    "best, good",
    "colours, colored",
    "organising, organized",
    "initialised, initialize",
    "realises, realized",
    "catalogue, catalogs",
    "analyses, analyze",
    "analysis, analysed",
    "centre, centers",
    "centre, centres",
    "metres, meter",
    "programmes, program",
    "licences, license",
    "practised, practice",
    "improvise, improvised",
    "promises, promise"
  })
  void formsOfOneWordHaveOneStem(String one, String other) {
    assertThat(WordForms.stem(one)).isEqualTo(WordForms.stem(other));
  }

  @ParameterizedTest
  @CsvSource({
    "decision, decided",
    "retention, retains",
    "explanation, explaining",
    "notification, notify",
    "verified, verification",
    "allergic, allergies",
    "delivered, delivery"
  })
  void relatedWordsHaveOneRootAndStemsOfTheirOwn(String one, String other) {
    String stem = WordForms.stem(one);
    String otherStem = WordForms.stem(other);
    assertThat(stem).isNotEqualTo(otherStem);
    assertThat(WordForms.root(stem)).isEqualTo(WordForms.root(otherStem));
  }

  @ParameterizedTest
  @CsvSource({
    "party, part",
    "policy, police",
    "factory, factor",
    "directory, director",
    "conversation, convert",
    "responsible, respond",
    "production, produce",
    "promise, prom",
    "improvise, improve",
    "real, realise",
    "provision, prove",
    "collision, college"
  })
  void otherWordsHaveNot(String one, String other) {
    assertThat(WordForms.root(WordForms.stem(one)))
        .isNotEqualTo(WordForms.root(WordForms.stem(other)));
  }

  @Test
  void whatIsRegularGoesByItsStem() {
    assertThat(WordForms.stem("retries")).isEqualTo("retri");
    assertThat(WordForms.of("retri")).isEmpty();
    assertThat(WordForms.of("go")).contains("go", "went", "gone");
  }
}
