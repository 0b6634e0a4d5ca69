package quire.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import quire.cli.base.Flags;

class ServeFlagsTest {
  private static Optional<ServeFlags> read(String... arguments) {
    return ServeFlags.ofUsualForm(arguments);
  }

  @Test
  void theUsualFormsAreUnderstood() {
    assertThat(read("serve"))
        .contains(new ServeFlags(new Flags(Optional.empty(), Optional.empty()), Optional.empty()));
    assertThat(read("serve", "--project", "p", "--store", "sqlite:m.db", "--log-level", "debug"))
        .contains(
            new ServeFlags(
                new Flags(Optional.of("sqlite:m.db"), Optional.of(Path.of("p"))),
                Optional.of("debug")));
  }

  @Test
  void everythingElseIsLeftToTheLibrary() {
    assertThat(read()).isEmpty();
    assertThat(read("search")).isEmpty();
    assertThat(read("serve", "--store")).isEmpty();
    assertThat(read("serve", "--store", "--project")).isEmpty();
    assertThat(read("serve", "--help")).isEmpty();
    assertThat(read("serve", "--store=sqlite:m.db")).isEmpty();
    assertThat(read("serve", "extra", "word")).isEmpty();
  }
}
