package quire.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FoldTest {
  /** How many times as many random texts: five in {@code mvn -Pthorough} and beyond. */
  private static final int ROUNDS = Integer.getInteger("quire.rounds", 1);

  private static final String[] PIECES = {
    "a", "E", "s", "S", "ss", "SS", "ß", "ẞ", "é", "É", "e\u0301", "\u0301", "\u0323", "İ", "ı",
    "I", "ſ", "K", "\u212A", "Σ", "ς", "σ", "ΐ", "ŉ", "ǰ", "J\u030C", "ﬁ", "fi", "가", "ᄀ", "ᅡ", "ᆨ",
    "\u0387", "·", " ", "\uD83D", "\uDE42", "日", "Å", "\u212B", "Ж", "й"
  };

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(8); length >= 0; length--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  @Test
  void charactersWithACommonCapitalAreEqual() {
    assertThat(Fold.simple("ς")).isEqualTo(Fold.simple("σ")).isEqualTo(Fold.simple("Σ"));
    assertThat(Fold.simple("ſ")).isEqualTo(Fold.simple("S"));
    assertThat(Fold.simple("\u212A")).isEqualTo("k");
    assertThat(Fold.simple("İ")).isEqualTo("i\u0307");
    assertThat(Fold.simple("ẞ")).isEqualTo("ß");
  }

  @Test
  void theFullFormKnowsSharpSAndJoinedLetters() {
    assertThat(Fold.full("Straße")).isEqualTo("strasse").isEqualTo(Fold.full("STRASSE"));
    assertThat(Fold.full("STRAẞE")).isEqualTo("strasse");
    assertThat(Fold.full("ﬁn")).isEqualTo("fin");
    assertThat(Fold.full("ΟΔΟΣ")).isEqualTo(Fold.full("οδος"));
  }

  @Test
  void theFullFormIsTheSameHoweverAnAccentIsWritten() {
    Random random = new Random(3);
    for (int round = 0; round < 4_000 * ROUNDS; round++) {
      String text = text(random);
      String full = Fold.full(text);
      assertThat(Fold.full(Normalizer.normalize(text, Normalizer.Form.NFC))).isEqualTo(full);
      assertThat(Fold.full(Normalizer.normalize(text, Normalizer.Form.NFD))).isEqualTo(full);
    }
  }

  @Test
  void asciiAndOtherTextsAreFoldedAlike() {
    assertThat(Fold.simple("MiRa @[`{ 09")).isEqualTo("mira @[`{ 09");
    assertThat(Fold.full("MiRa Ä")).isEqualTo("mira ä");
    String same = "mira ä";
    assertThat(Fold.simple(same)).isSameAs(same);
  }

  @Test
  void theShortWayKnowsEveryCharacterWhoseFormsDiffer() {
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      String text = Character.toString(point);
      if (!Character.isDefined(point)) {
        // Nine of ten, and none of them has another form.
        if (!Fold.simple(text).equals(text) || !Fold.full(text).equals(text)) {
          assertThat(text).as("%x", point).isEqualTo(Fold.simple(text)).isEqualTo(Fold.full(text));
        }
        continue;
      }
      String simple =
          text.toLowerCase(Locale.ROOT)
              .codePoints()
              .map(lower -> Character.toLowerCase(Character.toUpperCase(lower)))
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      String full =
          Normalizer.normalize(text, Normalizer.Form.NFC)
              .toLowerCase(Locale.ROOT)
              .toUpperCase(Locale.ROOT)
              .codePoints()
              .map(Character::toLowerCase)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      // Compared first: two million assertions take longer than what they are about.
      if (!Fold.simple(text).equals(simple) || !Fold.full(text).equals(full)) {
        assertThat(Fold.simple(text)).as("%x", point).isEqualTo(simple);
        assertThat(Fold.full(text)).as("%x", point).isEqualTo(full);
      }
    }
  }

  @Test
  void whatTheStandardServerFindsIsPartOfTheSimpleForm() {
    for (String text : List.of("ΜΕΓΑΣ ΟΔΟΣ", "İSTANBUL", "straße", "ŞAŞ", "Ǆ ǅ ǆ", "ﬁn \uD835")) {
      for (int start = 0; start < text.length(); start++) {
        for (int end = start + 1; end <= text.length(); end++) {
          String query = text.substring(start, end);
          if (text.toLowerCase(Locale.ROOT).contains(query.toLowerCase(Locale.ROOT))) {
            assertThat(Fold.simple(text)).contains(Fold.simple(query));
          }
        }
      }
    }
  }

  @Test
  void lookingForAPartIsTheSameAsMakingTheForms() {
    Random random = new Random(5);
    int held = 0;
    for (int round = 0; round < 20_000 * ROUNDS; round++) {
      String text = text(random);
      String part = text(random);
      boolean expected =
          Fold.simple(text).contains(Fold.simple(part))
              || Fold.full(text).contains(Fold.full(part));
      assertThat(SearchQuery.of(part).isIn(text)).as("%s in %s", part, text).isEqualTo(expected);
      assertThat(Fold.holds(text, Fold.simple(part)))
          .isEqualTo(Fold.simple(text).contains(Fold.simple(part)));
      held += expected ? 1 : 0;
    }
    assertThat(held).isGreaterThan(400 * ROUNDS);
  }
}
