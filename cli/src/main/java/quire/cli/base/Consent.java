package quire.cli.base;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a person wants what a command is about to take away. */
public final class Consent {
  private static final Set<String> YES = Set.of("y", "yes");

  @Option(names = "--yes", description = "do it, without asking")
  private boolean yes;

  /** {@return whether to do it} Asks at a terminal; elsewhere the answer is no unless --yes. */
  public boolean given(Output output, String question) {
    if (yes) {
      return true;
    }
    boolean person =
        Boolean.getBoolean("quire.terminal") && Boolean.getBoolean("quire.terminal.output");
    return person && asked(output, question, System.in);
  }

  static boolean asked(Output output, String question, InputStream answers) {
    output.notices().print(Output.visible(question) + " [y/N] ");
    output.notices().flush();
    try {
      @Nullable String answer =
          new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8)).readLine();
      return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
    } catch (IOException unreadable) {
      return false;
    }
  }
}
