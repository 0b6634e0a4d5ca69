package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts in surroundings that nobody would choose. Each serves, or refuses in one line with an exit
 * code of the table, and writes nowhere but where it says. {@code -Dquire.environments=1000} for a
 * night; {@code -Dquire.environments.seed} repeats one.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "users and modes are made with Linux' programs")
class EnvironmentIT {
  private static final int LARGEST_CODE = 9;
  private static final String START =
      """
      cd "$1"; [ "$2" = gone ] && rmdir "$1"; [ "$2" = closed ] && chmod 0 "$1"
      [ -n "$3" ] && ulimit $3
      shift 3; exec "$@"
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private Path scene = Path.of("");

  @Test
  void eachServesOrRefusesInOneLineAndWritesWhereItSays() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Installation product = Installation.shared("full", folder.resolve("user"));
    int combinations = Integer.getInteger("quire.environments", 36);
    long seed = Long.getLong("quire.environments.seed", 13);
    boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    for (int i = 0; i < combinations; i++) {
      Random random = new Random(seed + i);
      scene = Files.createDirectories(folder.resolve("scene" + i));
      Files.setPosixFilePermissions(scene, PosixFilePermissions.fromString("rwxrwxrwx"));
      attempt(product, random, root && random.nextBoolean(), seed + i);
    }
  }

  private void attempt(Installation product, Random random, boolean stranger, long seed)
      throws Exception {
    Map<String, String> variables = variables(random);
    String[] words = words(random);
    String cwd = one(random, "project", "plain", "gone", "closed", "project");
    List<String> command = new ArrayList<>(List.of("sh", "-c", START, "sh"));
    command.add(cwd(cwd).toString());
    command.add(cwd);
    String quota = one(random, "", "", "", "-f 0", "-f 64", "-n 40", "-n 64");
    command.add(quota);
    if (stranger) {
      command.addAll(List.of("setpriv", "--reuid=12345", "--regid=12345", "--clear-groups"));
    }
    command.add(product.launcher().toString());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(scene.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("QUIRE_SETUP", "off");
    builder.environment().putAll(variables);
    Session said = words[0].equals("serve") ? Session.reading(builder) : Session.of(builder);
    String what =
        "seed %d: %s in %s with %s%s, quota %s: exit %d, %s"
            .formatted(
                seed,
                List.of(words),
                cwd,
                variables,
                stranger ? " as a stranger" : "",
                quota,
                said.exit(),
                said.errors());
    assertThat(said.exit()).as(what).isBetween(0, LARGEST_CODE);
    assertThat(said.errors())
        .as(what)
        .noneMatch(line -> line.matches("\\s+at .*|.*(Exception|Error)\\b.*|.*defect.*"));
    if (said.exit() != 0 && said.exit() != 4 && !words[0].equals("doctor")) {
      // The scene lies open to every user, which is told beside what went wrong.
      assertThat(
              said.errors().stream()
                  .filter(line -> !line.startsWith("sh: ") && !line.contains("not believed")))
          .as(what)
          .hasSize(1);
    }
    assertThat(strays(variables)).as(what).isEmpty();
  }

  private static String[] words(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> new String[] {"where"};
      case 1 -> new String[] {"graph"};
      case 2 -> new String[] {"add", "Ada", "wrote a program"};
      case 3 -> new String[] {"doctor"};
      case 4 -> new String[] {"serve", "--log-level", "error"};
      default -> new String[] {"serve"};
    };
  }

  private Map<String, String> variables(Random random) throws IOException {
    Map<String, String> variables = new TreeMap<>();
    for (String name :
        List.of("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")) {
      place(random, name).ifPresent(value -> variables.put(name, value));
    }
    maybe(random, variables, "LC_ALL", "C", "tr_TR.UTF-8", "en_US.ISO-8859-1", "nonsense", "");
    maybe(random, variables, "TMPDIR", "/nowhere", "relative", "");
    maybe(random, variables, "QUIRE_STATE_DIR", "relative", scene.resolve("st").toString());
    if (random.nextInt(3) == 0) {
      variables.put(
          one(random, "QUIRE_STORE", "MEMORY_DB_PATH", "MEMORY_FILE_PATH"),
          one(
              random,
              "sqlite:${DATA}/m.db",
              "$HOME/memory.jsonl",
              "%USERPROFILE%\\memory.json",
              "C:\\Users\\me\\memory.db",
              "sqlite:" + scene.resolve("named.db"),
              scene.resolve("named.jsonl").toString(),
              "~/named.jsonl",
              "vault",
              "vault:" + scene.resolve("notes"),
              "\u0001",
              "relative.db"));
    }
    return variables;
  }

  private Optional<String> place(Random random, String name) throws IOException {
    Path own = scene.resolve(name);
    return switch (random.nextInt(9)) {
      case 0, 1 -> Optional.empty();
      case 2 -> Optional.of("");
      case 3 -> Optional.of("relative");
      case 4 -> Optional.of(Files.createFile(own).toString());
      case 5 -> Optional.of("/nowhere/" + name);
      case 6 -> {
        Files.createDirectory(own);
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("r-xr-xr-x"));
        yield Optional.of(own.toString());
      }
      default -> {
        Files.createDirectory(own);
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
        yield Optional.of(own.toString());
      }
    };
  }

  private Path cwd(String kind) throws IOException {
    Path cwd = Files.createDirectory(scene.resolve("cwd"));
    if (kind.equals("project")) {
      Files.createDirectory(cwd.resolve(".git"));
    }
    Files.setPosixFilePermissions(cwd, PosixFilePermissions.fromString("rwxrwxrwx"));
    return cwd;
  }

  private static String one(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static void maybe(
      Random random, Map<String, String> variables, String name, String... values) {
    if (random.nextInt(3) == 0) {
      variables.put(name, one(random, values));
    }
  }

  /** {@return files that are in none of the places that have a meaning} */
  private List<String> strays(Map<String, String> variables) throws IOException {
    Path cwd = scene.resolve("cwd");
    if (Files.exists(cwd)) {
      Files.setPosixFilePermissions(cwd, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    try (Stream<Path> files = Files.walk(scene)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> scene.relativize(file).toString())
          .filter(file -> !variables.containsKey(file))
          .filter(
              file ->
                  !file.matches(
                      "(HOME/\\.(local/(share|state)|config|cache)|XDG_[A-Z]+_HOME|st)(/quire)?/.*"))
          .filter(
              file ->
                  !file.matches(
                      "cwd/\\.quire/.*|(cwd/|HOME/)?named\\..*|cwd/(relative\\.db|vault|\u0001).*"))
          .toList();
    }
  }
}
