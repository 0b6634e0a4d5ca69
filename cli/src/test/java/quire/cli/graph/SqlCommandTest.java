package quire.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.cli.Scene;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;

class SqlCommandTest {
  private static String printed(Function<Output, SqlAnswer> form, int most) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    SqlAnswer answer = form.apply(new Output(stream, stream));
    SqlRows rows = new SqlRows(answer, most);
    rows.columns(List.of("name", "n"));
    List<List<Optional<Object>>> found =
        List.of(
            List.of(Optional.of("Zo\u00eb, \"Z\""), Optional.of(2L)),
            List.of(Optional.of(""), Optional.of(new BigDecimal("1.50"))),
            List.of(Optional.of("a\nb" + "x".repeat(100)), Optional.empty()));
    for (List<Optional<Object>> row : found) {
      if (!rows.row(row)) {
        break;
      }
    }
    answer.end(rows.complete());
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aTableHasItsColumnsInLineAndCutsLongTexts() {
    assertThat(printed(SqlAnswer.Table::new, 2))
        .isEqualTo("name      n\n--------  ----\nZo\u00eb, \"Z\"  2\n          1.50\n");
    assertThat(printed(SqlAnswer.Table::new, 9).lines().toList().getLast())
        .startsWith("a\\u000abxxx")
        .endsWith("x\u2026  NULL");
  }

  @Test
  void csvQuotesWhatNeedsIt() {
    assertThat(printed(SqlAnswer.Csv::new, 9))
        .isEqualTo(
            "name,n\n\"Zo\u00eb, \"\"Z\"\"\",2\n\"\",1.50\n\"a\nb" + "x".repeat(100) + "\",\n");
  }

  @Test
  void jsonKeepsTypesAndSaysWhetherRowsAreMissing() {
    assertThat(printed(SqlAnswer.Json::new, 2))
        .isEqualTo(
            "{\"columns\":[\"name\",\"n\"],\"rows\":[[\"Zo\\u00EB, \\\"Z\\\"\",2],"
                + "[\"\",1.50]],\"complete\":false}\n");
    assertThat(printed(SqlAnswer.Json::new, 3)).contains(",null]]").contains("\"complete\":true");
  }

  @Test
  void withoutTheEngineItSaysWhereToGetIt(@TempDir Path folder) {
    Scene scene = new Scene(folder);
    assertThat(scene.run("sql", "SELECT 1")).isEqualTo(ExitCode.FAILED.number());
    assertThat(scene.noticed().getFirst()).contains("flavour sqlite or full");
    assertThat(scene.run("sql", "--timeout", "0", "SELECT 1")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.run("sql", "--json", "--csv", "x")).isEqualTo(ExitCode.USAGE.number());
  }
}
