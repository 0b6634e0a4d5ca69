package quire.cli.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import quire.cli.base.Surroundings;
import quire.process.install.Installations;

/** The shared server as a unit of this user's systemd. */
public record UserService(Surroundings surroundings) {
  public static final String NAME = "quire.service";

  /** The first line of a unit that Quire wrote. Another one is somebody's own. */
  public static final String MARK =
      "# Made by quire service install; quire service uninstall removes it.";

  private static final Pattern COMMAND =
      Pattern.compile("^ExecStart=\"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.MULTILINE);

  /**
   * What systemd says of the unit.
   *
   * @param why in its own word, why it does not run; "success" if nothing went wrong
   */
  public record State(boolean active, String phase, long pid, String why, int exit) {}

  /** {@return the unit's file} */
  public Path file() {
    return folder().resolve("user").resolve(NAME);
  }

  /** {@return where systemd keeps what is this user's} */
  private Path folder() {
    return surroundings
        .variable("XDG_CONFIG_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElse(surroundings.home().resolve(".config"))
        .resolve("systemd");
  }

  public boolean isThere() {
    return Files.exists(file());
  }

  /** {@return what the unit says, if Quire wrote it} */
  public Optional<String> text() throws IOException {
    return isThere()
        ? Optional.of(Files.readString(file())).filter(text -> text.startsWith(MARK))
        : Optional.empty();
  }

  /** {@return whether it starts a version of this installation} */
  public boolean starts(Path root) throws IOException {
    String folder = UnitWord.escaped(root.toString());
    return text().filter(unit -> unit.contains("ExecStart=\"" + folder + "/")).isPresent();
  }

  /** {@return what keeps systemd from doing what this user asks; empty if nothing does} */
  public Optional<String> obstacle() throws InterruptedException {
    if (!surroundings.system().equals("Linux")) {
      return Optional.of("services are only known for systemd on Linux");
    }
    try {
      Answer answer = ask("show", "--property=Version");
      return answer.exit() == 0
          ? Optional.empty()
          : Optional.of("this user's systemd does not answer: " + answer.said());
    } catch (IOException none) {
      return Optional.of("there is no systemctl on the PATH");
    }
  }

  /** Writes the unit, and starts it now and at each login. */
  public void install(String text) throws IOException, InterruptedException {
    Files.createDirectories(folder().resolve("user"));
    write(text);
    carryOut("enable", NAME);
    carryOut("restart", NAME);
  }

  private void write(String text) throws IOException, InterruptedException {
    Path draft = Files.writeString(file().resolveSibling(NAME + ".draft"), text);
    Files.move(draft, file(), StandardCopyOption.ATOMIC_MOVE);
    carryOut("daemon-reload");
  }

  /** Makes a unit that starts one version start whichever is current. */
  public void unpin() throws IOException, InterruptedException {
    String unit = text().orElseThrow();
    Matcher command = COMMAND.matcher(unit);
    if (command.find()) {
      Optional<Path> lasting = Installations.lasting(Path.of(UnitWord.read(command.group(1))));
      if (lasting.isPresent()) {
        String word = UnitWord.escaped(lasting.get().toString());
        write(unit.substring(0, command.start(1)) + word + unit.substring(command.end(1)));
      }
    }
  }

  public void restart() throws IOException, InterruptedException {
    carryOut("restart", NAME);
  }

  /** Ends it and takes away all that {@link #install} made. */
  public void uninstall() throws IOException, InterruptedException {
    carryOut("disable", "--now", NAME);
    Files.delete(file());
    carryOut("daemon-reload");
    ask("reset-failed", NAME); // says no if nothing had failed
    Path user = folder().resolve("user");
    for (Path empty : List.of(user.resolve("default.target.wants"), user, folder())) {
      try {
        Files.delete(empty);
      } catch (DirectoryNotEmptyException | NoSuchFileException stays) {
        // Then other units are there, or it was never made.
      }
    }
  }

  public State state() throws IOException, InterruptedException {
    Map<String, String> said = new HashMap<>();
    ask("show", "--property=ActiveState,SubState,MainPID,Result,ExecMainStatus", NAME)
        .said()
        .lines()
        .filter(line -> line.contains("="))
        .forEach(line -> said.put(line.split("=", 2)[0], line.split("=", 2)[1]));
    return new State(
        "active".equals(said.get("ActiveState")),
        said.getOrDefault("SubState", "unknown"),
        number(said.getOrDefault("MainPID", "")),
        said.getOrDefault("Result", "unknown"),
        (int) number(said.getOrDefault("ExecMainStatus", "")));
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  private record Answer(int exit, String said) {}

  private void carryOut(String... words) throws IOException, InterruptedException {
    Answer answer = ask(words);
    if (answer.exit() != 0) {
      throw new IOException(
          "systemctl --user %s failed: %s".formatted(String.join(" ", words), answer.said()));
    }
  }

  private Answer ask(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("systemctl", "--user", "--no-pager"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(surroundings.variables());
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process systemctl = builder.start();
    systemctl.getOutputStream().close();
    String said =
        new String(systemctl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Answer(systemctl.waitFor(), said);
  }
}
