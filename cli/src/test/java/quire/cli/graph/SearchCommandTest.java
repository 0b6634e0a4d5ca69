package quire.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Author;
import quire.api.Fact;
import quire.api.RecallPage;
import quire.api.RecalledFact;
import quire.cli.Scene;
import quire.cli.base.ExitCode;
import quire.cli.base.Highlights;
import quire.cli.base.Output;

class SearchCommandTest {
  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("unset"));

  @BeforeEach
  void write() {
    scene = new Scene(folder);
    scene.run("add", "Poller", "retries failed requests", "--type", "class");
    scene.run("add", "tea", "green, from Uji", "black, from Assam");
    scene.run("add", "teapot", "made of clay");
  }

  @Test
  void theBestFactComesFirstInAnyInflection() {
    assertThat(scene.run("search", "--limit", "1", "why did a request fail?")).isZero();
    assertThat(scene.said()).isEqualTo("1. Poller (class)\n   retries failed requests\n");
  }

  @Test
  void pagesFollowEachOther() {
    assertThat(scene.run("search", "--limit", "1", "tea")).isZero();
    assertThat(scene.said()).isEqualTo("1. tea (note)\n   black, from Assam\n");
    assertThat(scene.noticed()).containsExactly("quire: 1 more; go on with --after 1");
    assertThat(scene.run("search", "--limit", "1", "--after", "1", "tea")).isZero();
    assertThat(scene.said()).isEqualTo("2. tea (note)\n   green, from Uji\n");
    assertThat(scene.noticed()).isEmpty();
    assertThat(scene.run("search", "--limit", "0", "tea")).isEqualTo(ExitCode.USAGE.number());
  }

  @Test
  void whySaysWhatAFactWasFoundBy() {
    scene.run("search", "--limit", "1", "--why", "failing", "requests");
    assertThat(scene.said().lines().toList().getLast())
        .matches("   \\d+\\.\\d\\d = text \\d+\\.\\d\\d; words: failed requests");
  }

  @Test
  void programsGetTheWholePage() {
    scene.run("search", "--json", "--limit", "1", "tea");
    assertThat(scene.said())
        .startsWith("{\"facts\":[{\"entity\":\"tea\",\"entityType\":\"note\",\"observation\":")
        .contains("\"why\":{\"text\":0.0,\"name\":", "\"words\":[\"tea\"]")
        .endsWith("\"left\":1,\"next\":1}\n");
  }

  @Test
  void atATerminalEachFactSaysWhenAndByWhomItWasWritten() {
    Instant written = Instant.parse("2026-11-29T10:00:00Z");
    Fact fact =
        new Fact(1, "tea", "note", Optional.of("green"), new Author("codex\033[2J", "s"), written);
    RecallPage page =
        new RecallPage(
            List.of(new RecalledFact(fact, false, false, RecalledFact.Score.NONE, List.of())), 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Output output = new Output(new PrintStream(out, true, StandardCharsets.UTF_8), System.err);
    new FoundFacts(page, 0)
        .print(output, new Highlights(true), false, written.plusSeconds(3 * 24 * 3600));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "1. \033[1mtea\033[0m (note)\033[2m  3 days ago, codex\\u001b[2J\033[0m\n   green\n");
  }

  @Test
  void wordsAreSetOffAtATerminalOnly() {
    Highlights on = new Highlights(true);
    assertThat(on.mark("Cr\u00e8me in useQueryState, team", List.of("creme", "query", "tea")))
        .isEqualTo("\033[1;33mCr\u00e8me\033[0m in use\033[1;33mQuery\033[0mState, team");
    assertThat(on.mark("\033[2J tea", List.of("tea"))).isEqualTo("\\u001b[2J \033[1;33mtea\033[0m");
    assertThat(on.mark("", List.of("tea"))).isEmpty();
    assertThat(new Highlights(false).mark("green tea", List.of("tea"))).isEqualTo("green tea");
    assertThat(new Highlights(false).strong("tea")).isEqualTo("tea");
  }
}
