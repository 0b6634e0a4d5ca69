package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A command that waits says for whom, to a person and to nobody else. */
class WaitingIT {
  private static final String HOLDS_A_DATABASE =
      """
      import sqlite3, sys
      held = sqlite3.connect(sys.argv[1], isolation_level=None)
      held.execute("BEGIN IMMEDIATE")
      print("held", flush=True)
      sys.stdin.read()
      held.rollback()
      """;

  private static final String HOLDS_A_VAULT =
      """
      import fcntl, sys
      held = open(sys.argv[1], "r+b")
      fcntl.lockf(held, fcntl.LOCK_EX, 1, 0)
      print("held", flush=True)
      sys.stdin.read()
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private Installation product;

  @BeforeEach
  void unpack() throws Exception {
    product = Installation.shared("full", folder.resolve("user"));
  }

  private ProcessBuilder add(String store, String name) {
    return product.command("add", "--store", store, name, "a fact");
  }

  @Test
  void aWriteToADatabaseWaitsForTheProgramThatHoldsIt() throws Exception {
    Path database = folder.resolve("memory.db");
    String store = "sqlite:" + database;
    assertThat(Session.of(add(store, "First")).exit()).isZero();
    waits(store, HOLDS_A_DATABASE, database, database.toString());
  }

  @Test
  void aWriteToAVaultWaitsForTheProgramThatHoldsIt() throws Exception {
    Path vault = folder.resolve("notes");
    String store = "vault:" + vault;
    assertThat(Session.of(product.command("vault", "init", vault.toString())).exit()).isZero();
    assertThat(Session.of(add(store, "First")).exit()).isZero();
    waits(store, HOLDS_A_VAULT, lockOf(product.user()), vault.toString());
  }

  private static Path lockOf(Path user) throws IOException {
    try (Stream<Path> files = Files.walk(user)) {
      return files.filter(file -> file.endsWith("vault.lck")).findFirst().orElseThrow();
    }
  }

  private void waits(String store, String holding, Path held, String shown) throws Exception {
    Process holder =
        new ProcessBuilder("python3", "-c", holding, held.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");
      Process piped = add(store, "Piped").start();
      ProcessBuilder terminal = add(store, "Terminal");
      terminal.environment().put("QUIRE_JAVA_OPTIONS", "-Dquire.terminal.output=true");
      Process person = terminal.start();
      try (BufferedReader said = person.errorReader()) {
        String line = said.readLine();
        assertThat(line)
            .matches(
                "quire: waiting for python3?[0-9.]* \\(pid %d\\), which is writing \\Q%s\\E"
                    .formatted(holder.pid(), shown));
        holder.getOutputStream().close();
        assertThat(person.waitFor()).isZero();
        assertThat(said.readLine()).isNull();
      }
      assertThat(piped.waitFor()).isZero();
      assertThat(piped.errorReader().readLine()).isNull();
    } finally {
      holder.destroyForcibly();
    }
    List<String> found = Session.of(product.command("search", "--store", store, "fact")).lines();
    assertThat(found).anyMatch(it -> it.contains("Piped")).anyMatch(it -> it.contains("Terminal"));
  }
}
