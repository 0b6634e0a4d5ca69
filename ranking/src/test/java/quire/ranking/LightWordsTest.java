package quire.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LightWordsTest {
  private static List<String> words(String question) {
    return Question.of(question).terms().stream().map(Term::word).toList();
  }

  @Test
  void whatSaysNothingInTheLanguageOfTheQuestionIsLeftOut() {
    assertThat(words("Wann wurde das Paket in der Halle gewogen?"))
        .containsExactly("paket", "halle", "gewogen");
    assertThat(words("Où est la balance des colis ?")).containsExactly("balance", "colis");
    assertThat(words("¿Cuándo se pesan los paquetes en el depósito?"))
        .containsExactly("pesan", "paquetes", "deposito");
  }

  @Test
  void inAnEnglishQuestionTheyAreWordsLikeOthers() {
    assertThat(words("Did the man in the depot die of the war wound?"))
        .containsExactly("man", "depot", "die", "war", "wound");
  }

  @Test
  void aSingleOneTellsNoLanguage() {
    assertThat(words("die casting")).containsExactly("die", "casting");
    assertThat(words("plan del vecchio")).containsExactly("plan", "del", "vecchio");
  }

  @Test
  void wordsThatGoWithAnySubjectCountLess() {
    assertThat(LightWords.weight("currently")).isLessThan(LightWords.weight("parcel"));
    assertThat(LightWords.weight("currently")).isPositive();
    assertThat(LightWords.weight("parcel")).isEqualTo(1);
  }
}
