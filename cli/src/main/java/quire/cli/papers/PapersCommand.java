package quire.cli.papers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import quire.cli.base.ExitCode;

/** {@code quire papers}: the build writes with it what a distribution ships in share. */
@Command(
    name = "papers",
    hidden = true,
    description = "Write the manual pages and completion scripts into a folder.")
public final class PapersCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "where to")
  private Path folder = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Path pages = Files.createDirectories(folder.resolve("man/man1"));
    for (CommandSpec command : Visible.withAllBelow(spec.root()).toList()) {
      ManPage page = new ManPage(command);
      Files.writeString(pages.resolve(page.file()), page.text());
    }
    Path completions = Files.createDirectories(folder.resolve("completions"));
    for (Completion shell : Completion.values()) {
      Files.writeString(completions.resolve(shell.file()), shell.script(spec.root()) + "\n");
    }
    return ExitCode.OK.number();
  }
}
