package quire.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StemmerTest {
  /** The paper's own examples, with what all steps together make of them. */
  @ParameterizedTest
  @CsvSource({
    "caresses, caress",
    "ponies, poni",
    "ties, ti",
    "caress, caress",
    "cats, cat",
    "feed, feed",
    "agreed, agre",
    "plastered, plaster",
    "bled, bled",
    "motoring, motor",
    "sing, sing",
    "conflated, conflat",
    "troubled, troubl",
    "sized, size",
    "hopping, hop",
    "tanned, tan",
    "falling, fall",
    "hissing, hiss",
    "fizzed, fizz",
    "failing, fail",
    "filing, file",
    "happy, happi",
    "sky, sky",
    "relational, relat",
    "conditional, condit",
    "rational, ration",
    "valenci, valenc",
    "hesitanci, hesit",
    "digitizer, digit",
    "conformabli, conform",
    "radicalli, radic",
    "differentli, differ",
    "vileli, vile",
    "analogousli, analog",
    "vietnamization, vietnam",
    "predication, predic",
    "operator, oper",
    "feudalism, feudal",
    "decisiveness, decis",
    "hopefulness, hope",
    "callousness, callous",
    "formaliti, formal",
    "sensitiviti, sensit",
    "sensibiliti, sensibl",
    "triplicate, triplic",
    "formative, form",
    "formalize, formal",
    "electriciti, electr",
    "electrical, electr",
    "hopeful, hope",
    "goodness, good",
    "revival, reviv",
    "allowance, allow",
    "inference, infer",
    "airliner, airlin",
    "gyroscopic, gyroscop",
    "adjustable, adjust",
    "defensible, defens",
    "irritant, irrit",
    "replacement, replac",
    "adjustment, adjust",
    "dependent, depend",
    "adoption, adopt",
    "homologou, homolog",
    "communism, commun",
    "activate, activ",
    "angulariti, angular",
    "homologous, homolog",
    "effective, effect",
    "bowdlerize, bowdler",
    "probate, probat",
    "rate, rate",
    "cease, ceas",
    "controll, control",
    "roll, roll"
  })
  void theExamplesOfThePaperHaveTheirStems(String word, String stem) {
    assertThat(Stemmer.stem(word)).isEqualTo(stem);
  }

  @Test
  void thePublishedVocabularyHasItsStems() throws IOException {
    InputStream words = Objects.requireNonNull(StemmerTest.class.getResourceAsStream("porter.txt"));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(words, StandardCharsets.UTF_8))) {
      List<String> pairs = lines.lines().filter(line -> !line.startsWith("#")).toList();
      assertThat(pairs).hasSizeGreaterThan(1_000);
      assertThat(pairs)
          .allSatisfy(
              pair -> {
                String[] both = pair.split(" ");
                assertThat(Stemmer.stem(both[0])).as(both[0]).isEqualTo(both[1]);
              });
    }
  }

  /** Where the later algorithm differs from the paper, this one is the later. */
  @ParameterizedTest
  @CsvSource({
    "archaeology, archaeolog",
    "archaeological, archaeolog",
    "apologies, apolog",
    "audibly, audibl",
    "possibly, possibl",
    "as, as",
    "us, us"
  })
  void portersOwnDeparturesAreFollowed(String word, String stem) {
    assertThat(Stemmer.stem(word)).isEqualTo(stem);
  }

  @ParameterizedTest
  @CsvSource({"größen, größen", "it's, it's", "x86s, x86s", "Cats, Cats", "会議, 会議"})
  void wordsWithAnythingButSmallLettersStayAsTheyAre(String word, String stem) {
    assertThat(Stemmer.stem(word)).isEqualTo(stem);
  }
}
