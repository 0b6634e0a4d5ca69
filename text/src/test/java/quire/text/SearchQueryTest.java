package quire.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SearchQueryTest {
  private static boolean findsWords(String query, String... texts) {
    return SearchQuery.of(query).wordsAreIn(List.of(texts));
  }

  @Test
  void wordsAreLettersMarksAndNumbersOfEveryKind() {
    assertThat(SearchQuery.of("70 m², ½ (Ⅳ) ①-a_b").words())
        .containsExactly("70", "m²", "½", "ⅳ", "①", "a", "b");
    assertThat(findsWords("m berlin", "70 m² in Berlin")).isFalse();
    assertThat(findsWords("m² berlin", "70 M² in Berlin")).isTrue();
  }

  @Test
  void aWordIsNotAPartOfAnother() {
    assertThat(findsWords("tea green", "green teapot")).isFalse();
    assertThat(findsWords("tea green", "steam", "tea", "green")).isTrue();
  }

  @Test
  void wordsOfScriptsWithoutBlanksAreFoundInARow() {
    assertThat(findsWords("会議 予算", "東京で会議", "予算は未定")).isTrue();
    assertThat(findsWords("ชา กาแฟ", "ฉันดื่มชาและกาแฟ")).isTrue();
    assertThat(findsWords("서울 회의", "서울에서 회의를")).isTrue();
    assertThat(findsWords("GLS会議", "会議 with GLS")).isTrue();
    assertThat(findsWords("会議 無", "東京で会議")).isFalse();
  }

  @Test
  void eitherFormOfALetterFindsTheOther() {
    assertThat(SearchQuery.of("E\u0301CLAIR").isIn("un éclair")).isTrue();
    assertThat(SearchQuery.of("éclair").isIn("un e\u0301clair")).isTrue();
    assertThat(SearchQuery.of("strasse").isIn("Lange Straße")).isTrue();
    assertThat(SearchQuery.of("STRAẞE").isIn("Lange Strasse")).isTrue();
    assertThat(SearchQuery.of("eclair").isIn("un éclair")).isFalse();
  }

  @Test
  void aNameInTheOtherFormIsTheExactName() {
    assertThat(SearchQuery.of("straße").rank("STRASSE")).isEqualTo(NameRank.EXACT);
    assertThat(SearchQuery.of("e\u0301clair").rank("Éclair")).isEqualTo(NameRank.EXACT);
    assertThat(SearchQuery.of("e").rank("e\u0301clair")).isEqualTo(NameRank.BEGINS);
  }

  @Test
  void oneWordAsksForNothingBeyondTheWholeQuery() {
    assertThat(SearchQuery.of("Straße").asksForWords()).isFalse();
    assertThat(SearchQuery.of("...").asksForWords()).isFalse();
    assertThat(SearchQuery.of("tea!").asksForWords()).isTrue();
  }
}
