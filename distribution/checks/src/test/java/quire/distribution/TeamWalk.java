package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/team.md tells people to paste, pasted in its order, against a server with passwords;
 * then a writer and a reader at work. Named so that only the nightly run takes it.
 */
class TeamWalk {
  private static final Path PAGE =
      Path.of(System.getProperty("quire.distribution", ".."), "..", "docs", "team.md");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private final StringBuilder said = new StringBuilder();
  private Path home = Path.of("");

  @BeforeEach
  void unpack() throws Exception {
    home = Installation.unpack("team", folder.resolve("opt")).home();
  }

  @Test
  void aTeamComesFromThePageAloneAndNoPasswordIsSeen() throws Exception {
    try (Database database = Database.start(folder.resolve("data"))) {
      Path project = Files.createDirectories(folder.resolve("quire/project"));
      paste(database, "quire", project, "git init -q .\n" + fromNothing());
      assertThat(said).contains("Made memory payments").contains("payment-service: new");

      grant(database, project);
      writerWrites(database, clone(database, "ada", project));
      readerReads(database, clone(database, "eve", project));
      errorsAreClear(database);
      assertThat(said).doesNotContain("marker-");
      assertThat(filesWithAPassword()).isEmpty();
    }
  }

  /** {@return the lines of the page's first block as a script, without the server's} */
  private static String fromNothing() throws IOException {
    List<String> lines =
        block("## From nothing to a team").stream()
            .filter(line -> !line.startsWith("docker "))
            .toList();
    assertThat(lines).hasSizeGreaterThan(6);
    return String.join("\n", lines).replace("choose-one", Database.PASSWORD);
  }

  private static List<String> block(String heading) throws IOException {
    String page = Files.readString(PAGE);
    assertThat(page).contains(heading);
    return page.substring(page.indexOf(heading))
        .lines()
        .skip(1)
        .dropWhile(line -> !line.startsWith("    "))
        .takeWhile(line -> line.startsWith("    "))
        .map(line -> line.substring(4))
        .toList();
  }

  private void grant(Database database, Path project) throws Exception {
    List<String> words = block("## Who may do what");
    assertThat(words.getFirst()).startsWith("quire init --print-grants");
    List<String> roles =
        Files.readString(PAGE)
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("CREATE ROLE"))
            .toList();
    assertThat(roles).hasSize(3);
    database.execute("team", roles.getFirst());
    String printing = "quire init --print-grants";
    database.execute("team", paste(database, "quire", project, printing));
    database.execute("team", String.join("\n", roles.subList(1, 3)));
    for (String role : List.of("ada", "eve")) {
      database.execute("ALTER ROLE %s PASSWORD '%s-marker-4712'".formatted(role, role));
    }
  }

  /** {@return the project, as somebody else has it who is trusted with the password of a role} */
  private Path clone(Database database, String role, Path project) throws Exception {
    Path user = Files.createDirectories(folder.resolve(role));
    Path passwords = user.resolve(".pgpass");
    Files.writeString(
        passwords, "localhost:%d:team:%s:%s-marker-4712\n".formatted(database.port(), role, role));
    Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
    Path own = user.resolve("project");
    paste(database, role, user, "git clone -q %s %s".formatted(project, own));
    String refused = fails(database, role, own, "quire search idempotency");
    assertThat(refused).contains("was not approved; nothing was opened").contains("quire trust");
    paste(database, role, own, "quire trust");
    return own;
  }

  private void writerWrites(Database database, Path project) throws Exception {
    paste(database, "ada", project, "quire add ledger 'double entry'");
    String looked =
        paste(
            database,
            "ada",
            project,
            "quire search entry; quire where; quire stores; quire doctor; quire ps; quire stats");
    assertThat(looked)
        .contains("double entry")
        .contains("postgresql://localhost:%d/team?memory=payments".formatted(database.port()))
        .contains("PASS postgresql-rights: ada reads and writes")
        .contains("0 problems");
    ProcessBuilder serving = shell(database, "ada", project, "exec quire serve");
    Process server = serving.start();
    try (OutputStream in = server.getOutputStream()) {
      in.write(Session.creations("by an agent").getBytes(StandardCharsets.UTF_8));
      in.flush();
      assertThat(server.inputReader().readLine()).contains("serverInfo");
      assertThat(server.inputReader().readLine()).contains("by an agent").doesNotContain("isError");
      assertThat(Files.readString(Path.of("/proc/%d/cmdline".formatted(server.pid()))))
          .contains("serve")
          .doesNotContain("marker-");
      assertThat(paste(database, "ada", project, "quire ps")).contains(Long.toString(server.pid()));
    }
    said.append(new String(server.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    assertThat(server.waitFor()).isZero();
  }

  private void readerReads(Database database, Path project) throws Exception {
    assertThat(paste(database, "eve", project, "quire search entry")).contains("double entry");
    assertThat(paste(database, "eve", project, "quire doctor"))
        .contains("eve reads and does not write");
    assertThat(fails(database, "eve", project, "quire add ledger more"))
        .contains("user eve has no right to do so; nothing was changed")
        .doesNotContain("42501", "SQLException", "ERROR:");
    assertThat(paste(database, "eve", project, "quire show ledger")).doesNotContain("more");
  }

  private void errorsAreClear(Database database) throws Exception {
    Path nowhere = Files.createDirectories(folder.resolve("ida"));
    String store = "quire stats --store 'postgresql://%s@localhost/team?memory=payments'";
    assertThat(fails(database, "ida", nowhere, store.formatted("ida")))
        .contains("asks user ida for a password, and none was found")
        .contains(".pgpass");
    assertThat(
            fails(database, "ida", nowhere, "PGPASSWORD=wrong-marker-1 " + store.formatted("ada")))
        .contains("did not accept user ada or its password");
    assertThat(fails(database, "ida", nowhere, store.formatted("ada:wrong-marker-2")))
        .contains("holds a password")
        .contains("Take it out");
  }

  private String paste(Database database, String role, Path where, String lines) throws Exception {
    String output = run(database, role, where, "set -e\n" + lines, 0);
    said.append(output);
    return output;
  }

  private String fails(Database database, String role, Path where, String line) throws Exception {
    String output = run(database, role, where, line + " && exit 0; exit 99", 99);
    said.append(output);
    return output;
  }

  private String run(Database database, String role, Path where, String lines, int expected)
      throws Exception {
    Process process = shell(database, role, where, lines).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(lines + "\n" + output).isEqualTo(expected);
    return output;
  }

  private ProcessBuilder shell(Database database, String role, Path where, String lines)
      throws IOException {
    Path user = Files.createDirectories(folder.resolve(role));
    ProcessBuilder shell =
        new Installation(home, user)
            .command(Path.of("/bin/sh"), "-c", lines)
            .directory(where.toFile());
    shell.environment().keySet().removeIf(name -> name.startsWith("PG"));
    shell.environment().put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
    shell.environment().put("PGPORT", Integer.toString(database.port()));
    shell.environment().put("PGUSER", role);
    if (role.equals("quire")) {
      shell.environment().put("PGPASSWORD", Database.PASSWORD);
    }
    for (String who : List.of("AUTHOR", "COMMITTER")) {
      shell.environment().put("GIT_" + who + "_NAME", role);
      shell.environment().put("GIT_" + who + "_EMAIL", role + "@example.org");
    }
    return shell;
  }

  /** {@return files of the people, but for the one that is there for it} */
  private List<Path> filesWithAPassword() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !file.startsWith(folder.resolve("data")))
          .filter(file -> !file.startsWith(folder.resolve("opt")))
          .filter(file -> !file.endsWith(".pgpass"))
          .filter(Files::isRegularFile)
          .filter(TeamWalk::holdsAPassword)
          .toList();
    }
  }

  private static boolean holdsAPassword(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains("marker-");
    } catch (IOException gone) {
      return false;
    }
  }
}
