package quire.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordFormsTest {
  @ParameterizedTest
  @CsvSource({
    "went, go",
    "going, go",
    "bought, buying",
    "children, child",
    "people, persons",
    "2, two",
    "wrote, writes",
    "dying, died",
    "made, making",
    "best, good"
  })
  void formsOfOneWordHaveOneStem(String one, String other) {
    assertThat(WordForms.stem(one)).isEqualTo(WordForms.stem(other));
  }

  @Test
  void whatIsRegularGoesByItsStem() {
    assertThat(WordForms.stem("retries")).isEqualTo("retri");
    assertThat(WordForms.of("retri")).isEmpty();
    assertThat(WordForms.of("go")).contains("go", "went", "gone");
  }
}
