package quire.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoredTextTest {
  private static final List<String> HOSTILE =
      List.of(
          "",
          "plain",
          "\0",
          "a\0b",
          "\uFDD0",
          "\uFDD0\uE000",
          "\uE000\uE001\uE800",
          "\uD800",
          "\uDC00\uD800",
          "x\uD83D",
          "?\uD83D?",
          "\uDE00x",
          "\uD83D\uDE00",
          "\uD83D\uD83D\uDE00\uDE00",
          "\uFFFF\uFFFE",
          "?",
          "é\0?");

  @Test
  void everyStringComesBackAsItWas() {
    HOSTILE.forEach(text -> assertThat(StoredText.decode(StoredText.encode(text))).isEqualTo(text));
  }

  @Test
  void whatIsStoredHasAFormInUtf8AndNoNul() {
    for (String text : HOSTILE) {
      String stored = StoredText.encode(text);
      String back = new String(stored.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      assertThat(back).isEqualTo(stored).doesNotContain("\0");
    }
  }

  @Test
  void differentStringsAreStoredDifferently() {
    assertThat(HOSTILE.stream().map(StoredText::encode)).doesNotHaveDuplicates();
  }

  @Test
  void ordinaryTextIsStoredAsItIs() {
    for (String text : List.of("Mira", "Ångström", "日本語", "🙂", "tab\tline\n")) {
      assertThat(StoredText.encode(text)).isSameAs(text);
    }
  }

  @Test
  void randomStringsOfHostileCharactersComeBack() {
    Random random = new Random(7);
    char[] alphabet = "a\0\uFDD0\uE000\uE001\uE800\uD800\uDBFF\uDC00\uDFFFé".toCharArray();
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(8); length > 0; length--) {
        text.append(alphabet[random.nextInt(alphabet.length)]);
      }
      assertThat(StoredText.decode(StoredText.encode(text.toString()))).isEqualTo(text.toString());
    }
  }
}
