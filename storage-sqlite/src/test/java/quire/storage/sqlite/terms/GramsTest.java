package quire.storage.sqlite.terms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GramsTest {
  @Test
  void everyThreeCharactersInARowAreATerm() {
    assertThat(Grams.of("Mira2!")).isEqualTo("mir ira ra2 a2! ");
    assertThat(Grams.of("irß")).isEqualTo("irß ");
  }

  @Test
  void aTextWithAccentsAlsoHasTheTermsWithoutThem() {
    assertThat(Grams.of("Mirä")).isEqualTo("mir irä mir ira ");
  }

  @Test
  void termsDoNotReachAcrossBlanksQuotesAndControlCharacters() {
    assertThat(Grams.of("abc def\tghi\"jkl'mno\0pqr")).isEqualTo("abc def ghi jkl mno pqr ");
    assertThat(Grams.of("a b cd")).isEmpty();
  }

  @Test
  void wideScriptsHaveTermsOfTwoCharacters() {
    assertThat(Grams.of("日本語")).isEqualTo("日本 本語 ");
    assertThat(Grams.query("日本")).isEqualTo("\"日本\"");
  }

  @Test
  void aQueryTakesTheTermsThatAreProbablyRareAndDoNotOverlap() {
    assertThat(Grams.query("bafigufu")).isEqualTo("\"guf\" AND \"baf\"");
    assertThat(Grams.query("the quick interest")).isEqualTo("\"qui\" AND \"res\" AND \"int\"");
    assertThat(Grams.query("naïve 日本")).isEqualTo("\"日本\" AND \"aïv\"");
    assertThat(Grams.query("bafi")).isEqualTo("\"baf\" AND \"afi\"");
    assertThat(Grams.query("ab")).isEmpty();
    assertThat(Grams.query("aaaa")).isEqualTo("\"aaa\"");
    assertThat(Grams.query("x".repeat(1000) + "y")).isEqualTo("\"xxx\" AND \"xxy\"");
  }

  @Test
  void aTextHasAllTermsOfEachOfItsParts() {
    Random random = new Random(11);
    String[] alphabet = {"a", "B", "ß", "İ", "Σ", "日", "本", "🙂", "\uD83D", " ", "-", "'", "\0"};
    for (int round = 0; round < 5_000; round++) {
      StringBuilder built = new StringBuilder();
      for (int length = 1 + random.nextInt(12); length > 0; length--) {
        built.append(alphabet[random.nextInt(alphabet.length)]);
      }
      String folded = Fold.fold(built.toString());
      int start = folded.offsetByCodePoints(0, random.nextInt(codePoints(folded)));
      String part = folded.substring(start);
      List<String> terms = Arrays.asList(Grams.of(built.toString()).split(" "));
      String query = Grams.query(part);
      if (!query.isEmpty()) {
        for (String term : query.split(" AND ")) {
          assertThat(terms).as("%s in %s", part, folded).contains(term.replace("\"", ""));
        }
      }
    }
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }
}
