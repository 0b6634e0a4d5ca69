package quire.storage.sqlite.terms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FoldTest {
  @Test
  void charactersWithACommonCapitalAreEqual() {
    assertThat(Fold.fold("ς")).isEqualTo(Fold.fold("σ")).isEqualTo(Fold.fold("Σ"));
    assertThat(Fold.fold("ſ")).isEqualTo(Fold.fold("S"));
    assertThat(Fold.fold("\u212A")).isEqualTo("k");
    assertThat(Fold.fold("İ")).isEqualTo("i\u0307");
  }

  @Test
  void asciiAndOtherTextsAreFoldedAlike() {
    assertThat(Fold.fold("MiRa @[`{ 09")).isEqualTo("mira @[`{ 09");
    assertThat(Fold.fold("MiRa Ä")).isEqualTo("mira ä");
  }

  @Test
  void whatTheStandardServerFindsIsPartOfTheFoldedText() {
    for (String text : List.of("ΜΕΓΑΣ ΟΔΟΣ", "İSTANBUL", "straße", "ŞAŞ", "Ǆ ǅ ǆ", "ﬁn \uD835")) {
      for (int start = 0; start < text.length(); start++) {
        for (int end = start + 1; end <= text.length(); end++) {
          String query = text.substring(start, end);
          if (text.toLowerCase(Locale.ROOT).contains(query.toLowerCase(Locale.ROOT))) {
            assertThat(Fold.fold(text)).contains(Fold.fold(query));
          }
        }
      }
    }
  }
}
