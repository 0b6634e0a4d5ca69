package quire.cli.install;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import quire.api.spi.ShellWord;
import quire.cli.base.ConfigurationException;
import quire.cli.base.Surroundings;
import quire.process.install.Installations;

/**
 * The script that started this process, with which further ones are started.
 *
 * @param home the installation's folder
 * @param script the one in the installation
 * @param shown the script that people are told to use, which may start the other one
 */
public record Launcher(Path home, Path script, Path shown) {
  /**
   * {@return this process's launcher}
   *
   * @throws ConfigurationException if it was started in another way
   */
  public static Launcher ofThisProcess(Surroundings surroundings) {
    String home = System.getProperty("quire.home");
    if (home == null) {
      throw new ConfigurationException(
          "This command starts further processes and needs to be started by bin/quire itself");
    }
    Launcher own = of(Path.of(home), surroundings);
    return new Launcher(
        own.home(),
        own.script(),
        surroundings.variable("QUIRE_COMMAND").map(Path::of).orElse(own.shown()));
  }

  /** {@return the launcher of an installation, which need not be this process's} */
  static Launcher of(Path home, Surroundings surroundings) {
    boolean windows = surroundings.system().startsWith("Windows");
    Path script = home.resolve("bin").resolve(windows ? "quire.cmd" : "quire");
    // What people paste and clients keep must outlive this version.
    return new Launcher(home, script, Installations.lasting(script).orElse(script));
  }

  /** {@return the words that start this command} */
  public List<String> command(String verb, List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(script.toString());
    command.add(verb);
    command.addAll(words);
    return command;
  }

  /** {@return what connects Claude Code, ready to be pasted} */
  public String claudeCommand() {
    return "claude mcp add quire -- " + quotedShown() + " serve";
  }

  /** {@return the script as a word of a shell command} */
  public String quotedShown() {
    return ShellWord.of(shown.toString());
  }
}
