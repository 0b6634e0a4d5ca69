package quire.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final Limits LIMITS = new Limits(5, 8, 40);

  @Test
  void aNameOfTheLongestLengthIsAccepted() {
    assertThatCode(() -> LIMITS.checkEntities(List.of(entity("abcde")))).doesNotThrowAnyException();
  }

  @Test
  void namesAreCountedInCodePoints() {
    assertThatCode(() -> LIMITS.checkEntities(List.of(entity("\uD83D\uDE00".repeat(5)))))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> LIMITS.checkEntities(List.of(entity("\uD83D\uDE00".repeat(6)))))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("6 characters");
  }

  @Test
  void anObservationIsCountedInBytesOfUtf8() {
    assertThatCode(() -> LIMITS.checkObservations(List.of(observation("\u00e9\u00e9\u00e9\u00e9"))))
        .doesNotThrowAnyException();
    assertThatCode(() -> LIMITS.checkObservations(List.of(observation("\uD83D\uDE00\uD83D\uDE00"))))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> LIMITS.checkObservations(List.of(observation("\u20ac\u20ac\u20ac"))))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("9 bytes");
  }

  @Test
  void aLoneSurrogateCountsAsThreeBytes() {
    assertThatThrownBy(() -> LIMITS.checkObservations(List.of(observation("\uD800\uD800\uD800"))))
        .hasMessageContaining("9 bytes");
  }

  @Test
  void theSizeOfAllStringsOfACallIsLimited() {
    List<Relation> ten = Collections.nCopies(10, new Relation("ab", "c", "d"));
    assertThatCode(() -> LIMITS.checkRelations(ten)).doesNotThrowAnyException();
    assertThatThrownBy(
            () -> LIMITS.checkRelations(Collections.nCopies(11, new Relation("ab", "c", "d"))))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("44 bytes");
  }

  @Test
  void aTooLongNameIsShownInPart() {
    assertThatThrownBy(() -> LIMITS.checkEntities(List.of(entity("abcdef"))))
        .hasMessageContaining("abcdef")
        .hasMessageContaining("nothing was written");
  }

  private static Entity entity(String name) {
    return new Entity(name, "t", List.of());
  }

  private static Observations observation(String text) {
    return new Observations("e", List.of(text));
  }
}
