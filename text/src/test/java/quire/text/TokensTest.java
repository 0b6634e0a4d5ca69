package quire.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static List<String> words(String text) {
    return Tokens.words(text);
  }

  private static List<String> joined(String text) {
    List<String> joined = new ArrayList<>();
    Tokens.visit(text, word -> {}, joined::add);
    return joined;
  }

  @Test
  void anIdentifierGivesItsPartsAndTheWholeOfIt() {
    assertThat(words("useQueryState")).containsExactly("use", "query", "state", "usequerystate");
    assertThat(words("XCFramework")).containsExactly("xc", "framework", "xcframework");
    assertThat(words("k6")).containsExactly("k", "6", "k6");
    assertThat(words("raw_status")).containsExactly("raw", "status");
    assertThat(joined("raw_status load-test a:b")).containsExactly("rawstatus", "loadtest", "ab");
    assertThat(joined("one two, three")).isEmpty();
  }

  @Test
  void accentsCaseAndWideFormsAreLeftOut() {
    assertThat(words("Crème E\u0301clair ＡＢ")).containsExactly("creme", "eclair", "ab");
    assertThat(words("Straße STRAẞE")).containsExactly("strasse", "strasse");
    assertThat(words("ΟΔΟΣ οδος")).containsExactly("οδοσ", "οδοσ");
    assertThat(words("70 m² Ⅳ ①")).containsExactly("70", "m", "2", "m2", "iv", "1");
  }

  @Test
  void scriptsWithoutBlanksGiveEveryTwoCharacters() {
    assertThat(words("日本語")).containsExactly("日本", "本語");
    assertThat(words("กาแฟ")).containsExactly("กา", "าแ", "แฟ");
    assertThat(words("大")).containsExactly("大");
    assertThat(words("GLS会議2026年")).containsExactly("gls", "会議", "2026", "年");
  }

  @Test
  void whatIsNoWordGivesNothing() {
    assertThat(words(" ... \uD83C\uDF75 -- \uD800 a\uDC00b")).containsExactly("a", "b");
  }
}
