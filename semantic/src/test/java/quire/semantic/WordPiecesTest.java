package quire.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The numbers are those of the tokenizer that the model was made with, for its tokenizer.json. */
class WordPiecesTest {
  private static WordPieces pieces;

  @BeforeAll
  static void read() throws IOException {
    pieces = new WordPieces(Vocabulary.read(Trial.FILES.vocabulary()), Model.MOST_PIECES);
  }

  private static void has(String text, long... numbers) {
    assertThat(pieces.of(text)).as(text).containsExactly(numbers);
  }

  @Test
  void aQuestionIsCutIntoWordsAndPunctuation() {
    has(
        "query: Who owns the parcel service?",
        101,
        23032,
        1024,
        2040,
        8617,
        1996,
        20463,
        2326,
        1029,
        102);
    has("", 101, 102);
  }

  @Test
  void longWordsAreCutIntoKnownPieces() {
    has(
        "unaffable electroencephalographically $9.99+tax [x]",
        101,
        14477,
        20961,
        3468,
        16175,
        10127,
        21890,
        21197,
        20721,
        3973,
        1002,
        1023,
        1012,
        5585,
        1009,
        4171,
        1031,
        1060,
        1033,
        102);
    has("a".repeat(101) + " b", 101, 100, 1038, 102);
  }

  @Test
  void accentsAndCaseDoNotCount() {
    has(
        "Caf\u00e9 \u00dcn\u00efcode, na\u00efve \u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3",
        101,
        7668,
        27260,
        1010,
        15743,
        1173,
        18199,
        29733,
        29735,
        29736,
        29730,
        29733,
        102);
    has("\u0130stanbul \ufb01ne \u2167 \u00bd", 101, 9960, 1984, 2638, 100, 1092, 102);
  }

  @Test
  void ideographsStandAlone() {
    has("\u6771\u4eac\u3078\u884c\u304f parcels", 101, 1879, 1755, 1675, 1945, 1653, 28998, 102);
  }

  @Test
  void controlCharactersAreDroppedAndSpacesAreAlike() {
    has(
        "un\u0000known\u200b zero\tand\ufffdtab\u00a0nbsp",
        101,
        4242,
        5717,
        1998,
        2696,
        2497,
        1050,
        5910,
        2361,
        102);
  }

  @Test
  void otherScriptsAreCutAsTheyAre() {
    has(
        "\u0441\u043d\u043e\u0432\u0430 \u041f\u0440\u0438\u0432\u0435\u0442",
        101,
        1196,
        18947,
        19259,
        10260,
        1194,
        16856,
        10325,
        25529,
        15290,
        22919,
        102);
    has(
        "\u0939\u093f\u0928\u094d\u0926\u0940 \u0e44\u0e17\u0e22 \ud55c\uad6d\uc5b4",
        101,
        1339,
        29877,
        29863,
        29861,
        29878,
        100,
        1469,
        30006,
        30021,
        29991,
        30014,
        30020,
        29999,
        30008,
        102);
    has("\ud83d\udc4d emoji", 101, 100, 7861, 29147, 2072, 102);
  }

  @Test
  void aLongTextIsCutAtTheLimit() {
    long[] numbers = pieces.of("parcel ".repeat(1_000));
    assertThat(numbers).hasSize(Model.MOST_PIECES).startsWith(101, 20463).endsWith(20463, 102);
  }

  @Test
  void whatIsHardlyInTheLanguageIsSeen() {
    assertThat(pieces.isForeign("\u6771\u4eac\u306e\u8377\u7269\u306f\u3069\u3053?")).isTrue();
    assertThat(pieces.isForeign("\u043a\u0442\u043e \u0432\u043b\u0430\u0434\u0435\u0435\u0442"))
        .isTrue();
    assertThat(pieces.isForeign("\ud83e\udd7a \ud83d\udc4d")).isTrue();
    assertThat(pieces.isForeign("Where is the parcel for \u6771\u4eac now?")).isFalse();
    assertThat(pieces.isForeign("Wo ist das P\u00e4ckchen?")).isFalse();
    assertThat(pieces.isForeign("")).isFalse();
  }
}
