package quire.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import quire.api.Entity;
import quire.api.Observations;

class NotesTest {
  private static final String NOTE =
      "1 of the facts held a secret, which was not stored: [redacted: ...] stands in its place. Say"
          + " where the secret is kept instead";

  @Test
  void aFactThatWasStoredInAnotherFormIsToldOf() {
    assertThat(
            Notes.known(
                List.of(new Observations("A", List.of("key k", "plain"))),
                List.of(new Observations("A", List.of("key [redacted: x]", "plain")))))
        .containsExactly(NOTE);
    assertThat(
            Notes.existing(
                List.of(new Entity("A", "t", List.of("key k"))),
                List.of(new Entity("A", "t", List.of("key [redacted: x]")))))
        .containsExactly(NOTE);
  }

  @Test
  void whatWasStoredAsGivenIsNot() {
    assertThat(
            Notes.known(
                List.of(new Observations("A", List.of("a", "b"))),
                List.of(new Observations("A", List.of("b")))))
        .containsExactly("1 of 2 facts were there already");
    Entity entity = new Entity("A", "t", List.of("a", "a"));
    assertThat(
            Notes.existing(List.of(entity), List.of(new Entity("A", "t", List.of("a")))).isEmpty())
        .isTrue();
  }
}
