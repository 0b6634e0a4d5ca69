package quire.cli.connect;

import java.util.List;
import java.util.Locale;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;
import quire.cli.connect.Connection.Outcome;
import quire.cli.connect.Connection.Result;

/**
 * Tells what became of each client.
 *
 * @param dryRun whether nothing was done
 */
record ConnectionReport(List<Result> results, boolean dryRun) {
  ExitCode exitCode() {
    boolean refused = results.stream().anyMatch(result -> result.outcome() == Outcome.REFUSED);
    return refused ? ExitCode.FAILED : ExitCode.OK;
  }

  /**
   * Prints a line a client, what would change in a dry run, and what to paste where it was refused.
   */
  void print(Output output, Entry entry) {
    for (Result result : results) {
      Client client = result.connection().client();
      output.line(
          "%-18s %-16s %s%s"
              .formatted(
                  client.title(),
                  word(result),
                  result.connection().path(),
                  result.changes() && !dryRun ? "; " + next(result) : ""));
      if (result.changes() && dryRun) {
        TextDiff.of(result.before(), result.after())
            .forEach(line -> output.line("    " + veiled(line)));
      }
    }
    results.stream()
        .filter(result -> result.outcome() == Outcome.REFUSED)
        .forEach(result -> explain(output, result, entry));
    if (dryRun && results.stream().anyMatch(Result::changes)) {
      output.line("Nothing was done. To do it: the same command without --dry-run");
    }
  }

  /** {@return what makes the client notice} */
  private static String next(Result result) {
    return result.outcome() == Outcome.REMOVED
        ? "its open sessions keep the server until they end"
        : result.connection().client().reload();
  }

  private static void explain(Output output, Result result, Entry entry) {
    output.notice(
        "%s was left as it is: %s. What belongs there:"
            .formatted(result.connection().path(), result.reason()));
    result.connection().client().snippet(entry).lines().forEach(output::aside);
  }

  /** {@return the line without the token in it: a screen is seen, copied and recorded} */
  private static String veiled(String line) {
    return line.replaceAll("Bearer [^\"'\\\\\\s]+", "Bearer TOKEN");
  }

  private String word(Result result) {
    String word = result.outcome().name().toLowerCase(Locale.ROOT);
    return result.changes() && dryRun ? "would be " + word : word;
  }

  void writeJson(Output output) {
    output.json(
        out -> {
          out.writeStartObject();
          out.writeBooleanProperty("dryRun", dryRun);
          out.writeArrayPropertyStart("clients");
          for (Result result : results) {
            out.writeStartObject();
            out.writeStringProperty("client", result.connection().client().id());
            out.writeStringProperty("file", result.connection().path().toString());
            out.writeStringProperty("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
            if (!result.reason().isEmpty()) {
              out.writeStringProperty("reason", result.reason());
            }
            if (result.changes() && !dryRun) {
              out.writeStringProperty("next", next(result));
            }
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }
}
