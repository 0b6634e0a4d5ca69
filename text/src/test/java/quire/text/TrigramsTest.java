package quire.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrigramsTest {
  /** How many times as many random texts: five in {@code mvn -Pthorough} and beyond. */
  private static final int ROUNDS = Integer.getInteger("quire.rounds", 1);

  @Test
  void everyThreeCharactersInARowAreATerm() {
    assertThat(Trigrams.of("Mira2!")).isEqualTo("mir ira ra2 a2! ");
  }

  @Test
  void aTextHasTheTermsOfAllItsForms() {
    assertThat(Trigrams.of("Mirä")).isEqualTo("mir irä mir ira ");
    assertThat(Trigrams.of("irß")).isEqualTo("irß irs rss ");
    assertThat(Trigrams.of("re\u0301s")).isEqualTo("re\u0301 e\u0301s rés res ");
  }

  @Test
  void termsDoNotReachAcrossBlanksQuotesAndControlCharacters() {
    assertThat(Trigrams.of("abc def\tghi\"jkl'mno\0pqr")).isEqualTo("abc def ghi jkl mno pqr ");
    assertThat(Trigrams.of("a b cd")).isEmpty();
  }

  @Test
  void scriptsWithoutBlanksHaveTermsOfTwoCharacters() {
    assertThat(Trigrams.of("日本語")).isEqualTo("日本 本語 ");
    assertThat(Trigrams.of("กาแฟ")).isEqualTo("กา าแ แฟ ");
    assertThat(Trigrams.rarest("日本")).containsExactly("日本");
  }

  @Test
  void theTermsThatAreProbablyRareAndDoNotOverlapAreChosen() {
    assertThat(Trigrams.rarest("bafigufu")).containsExactly("guf", "baf");
    assertThat(Trigrams.rarest("the quick interest")).containsExactly("qui", "res", "int");
    assertThat(Trigrams.rarest("naïve 日本")).containsExactly("日本", "aïv");
    assertThat(Trigrams.rarest("bafi")).containsExactly("baf", "afi");
    assertThat(Trigrams.rarest("ab")).isEmpty();
    assertThat(Trigrams.rarest("aaaa")).containsExactly("aaa");
    assertThat(Trigrams.rarest("x".repeat(1000) + "y")).containsExactly("xxx", "xxy");
  }

  @Test
  void aTextHasAllTermsOfWhatIsFoundInIt() {
    Random random = new Random(11);
    String[] alphabet = {
      "a", "B", "ß", "s", "e", "\u0301", "é", "İ", "Σ", "日", "本", "ก", "า", "🙂", "\uD83D", " ",
      "-", "'", "\0", "ﬁ"
    };
    for (int round = 0; round < 4_000 * ROUNDS; round++) {
      StringBuilder built = new StringBuilder();
      for (int length = 1 + random.nextInt(12); length > 0; length--) {
        built.append(alphabet[random.nextInt(alphabet.length)]);
      }
      String text = built.toString();
      Set<String> terms = Set.copyOf(Arrays.asList(Trigrams.of(text).split(" ")));
      for (String form : Trigrams.forms(text)) {
        int start =
            form.offsetByCodePoints(0, random.nextInt(1 + form.codePointCount(0, form.length())));
        String part = form.substring(start);
        if (!terms.containsAll(Trigrams.rarest(part))) {
          assertThat(terms).as("%s in %s", part, text).containsAll(Trigrams.rarest(part));
        }
      }
    }
  }
}
