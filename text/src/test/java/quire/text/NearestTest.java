package quire.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> WORDS = List.of("stress", "search", "Show", "add_observations");

  @Test
  void theFewestErrorsWinWhateverTheOrderAndTheCase() {
    assertThat(Nearest.like("serch", WORDS)).hasValue("search");
    assertThat(Nearest.like("SHOW", WORDS)).hasValue("Show");
    assertThat(Nearest.like("shwo", WORDS)).hasValue("Show");
    assertThat(Nearest.like("aab", List.of("abb", "aab"))).hasValue("aab");
  }

  @Test
  void moreErrorsThanAThirdAreAnotherWord() {
    assertThat(Nearest.like("status", WORDS)).isEmpty();
    assertThat(Nearest.like("", WORDS)).isEmpty();
    assertThat(Nearest.like("show", List.of())).isEmpty();
  }

  @Test
  void aNameFromMemoryMayBeFurtherOffOrAPart() {
    assertThat(Nearest.like("shoot", WORDS)).isEmpty();
    assertThat(Nearest.to("shoot", WORDS)).hasValue("Show");
    assertThat(Nearest.to("observations", WORDS)).hasValue("add_observations");
    assertThat(Nearest.to("ob", List.of("observations"))).isEmpty();
    assertThat(Nearest.to("something else", WORDS)).isEmpty();
  }
}
