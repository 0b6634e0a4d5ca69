package quire.cli.graph;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import quire.api.spi.GraphSql;
import quire.api.spi.GraphSqlException;
import quire.cli.base.Distributions;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;
import quire.cli.base.Services;
import quire.cli.base.StoreFlags;
import quire.cli.stores.Stores;

/** {@code quire sql}. */
@Command(
    name = "sql",
    description = "Ask in SQL: tables entities, observations, relations and changes, read only.",
    footer = {"", "Example:", "  quire sql \"SELECT type, count(*) FROM entities GROUP BY type\""})
public final class SqlCommand implements Callable<Integer> {
  /** The forms that exclude each other. */
  private static final class Form {
    @Option(names = "--json", description = "print the result as one JSON value")
    private boolean json;

    @Option(names = "--csv", description = "print the result as comma-separated values")
    private boolean csv;
  }

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreFlags store = new StoreFlags();
  @ArgGroup private Form form = new Form();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "the longest time to find the answer, default ${DEFAULT-VALUE}")
  private int timeout = 10;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "the most rows to print, default ${DEFAULT-VALUE}")
  private int mostRows = 10_000;

  @Parameters(paramLabel = "STATEMENT", description = "for example \"SELECT * FROM entities\"")
  private String statement = "";

  private final Stores stores;
  private final Output output;

  public SqlCommand(Stores stores, Output output) {
    this.stores = stores;
    this.output = output;
  }

  @Override
  public Integer call() {
    if (timeout < 1 || mostRows < 1) {
      throw new ParameterException(spec.commandLine(), "--timeout and --rows must be at least 1");
    }
    GraphSql engine = Services.sql().orElseThrow(SqlCommand::missing);
    SqlAnswer answer =
        form.json
            ? new SqlAnswer.Json(output)
            : form.csv ? new SqlAnswer.Csv(output) : new SqlAnswer.Table(output);
    SqlRows rows = new SqlRows(answer, mostRows);
    stores.use(
        store,
        opened -> {
          engine.select(opened, statement, Duration.ofSeconds(timeout), rows);
          return rows;
        });
    answer.end(rows.complete());
    if (!rows.complete()) {
      output.notice("these are the first %d rows; --rows N shows more".formatted(mostRows));
    }
    return ExitCode.OK.number();
  }

  private static GraphSqlException missing() {
    return new GraphSqlException(
        "Cannot answer SQL: this installation lacks the folder sql. Install the flavour %s, or copy their folder sql beside lib"
            .formatted(Distributions.withSql()));
  }
}
