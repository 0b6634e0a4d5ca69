package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked into a folder with a space and an umlaut in its name, and used. */
class ProductIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private Installation product;

  @BeforeEach
  void chooseHome() throws Exception {
    product = Installation.shared("sqlite", folder.resolve("user"));
  }

  private void unpackOwn() throws Exception {
    product = Installation.unpack("sqlite", folder.resolve("a f\u00f6lder"));
  }

  private String store() {
    return "sqlite:" + folder.resolve("memory.db");
  }

  private ProcessBuilder serve() {
    return product.command("serve", "--store", store());
  }

  private static void assertOnlyProtocol(Session session, int answers) {
    assertThat(session.lines()).hasSize(answers).allMatch(line -> line.startsWith("{\"jsonrpc\":"));
    assertThat(session.exit()).isZero();
  }

  @Test
  void whatAKilledServerAcknowledgedIsThereAfterwards() throws Exception {
    Process server = serve().redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (OutputStream in = server.getOutputStream();
        var out = server.inputReader(StandardCharsets.UTF_8)) {
      in.write(
          """
          {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
          "capabilities":{},"clientInfo":{"name":"check","version":"1"}}}
          {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"create_entities",\
          "arguments":{"entities":[{"name":"kept","entityType":"t","observations":["all of it"]}]}}}
          """
              .getBytes(StandardCharsets.UTF_8));
      in.flush();
      out.readLine();
      assertThat(out.readLine()).contains("kept");
      server.destroyForcibly().waitFor();
    }
    Session again = Session.reading(serve());
    assertOnlyProtocol(again, 2);
    assertThat(again.lines().getLast()).contains("all of it");
  }

  @Test
  void everyCallBeforeTheEndOfTheInputIsAnsweredByAColdServer() throws Exception {
    String[] names = IntStream.range(0, 100).mapToObj(i -> "e" + i).toArray(String[]::new);
    assertOnlyProtocol(Session.creatingAndLeaving(serve(), names), 101);
  }

  @Test
  void theInputMayEndBeforeTheFirstMessage() throws Exception {
    assertOnlyProtocol(Session.of(serve()), 0);
  }

  @Test
  void aBrokenCacheAndForeignJavaOptionsLeaveTheProtocolAlone() throws Exception {
    unpackOwn();
    Path cache = Files.createDirectories(product.home().resolve("aot"));
    Files.writeString(cache.resolve("quire.aot"), "no cache at all");
    Files.writeString(cache.resolve("made-for"), product.home().toRealPath() + "\n");
    ProcessBuilder server = serve();
    server.environment().put("JAVA_TOOL_OPTIONS", "-Xshare:on -showversion");
    server.environment().put("JDK_JAVA_OPTIONS", "--show-version");
    assertOnlyProtocol(Session.creating(server, "one"), 2);
  }

  @Tag("long")
  @Test
  void theCacheIsMadeAndUsedWhereTheProductIsAndLeftAloneOnceItMoved() throws Exception {
    unpackOwn();
    Session setup = Session.of(product.command("setup"));
    assertThat(setup.exit()).isZero();
    assertThat(product.home().resolve("aot/quire.aot")).exists();
    Session here = Session.creating(serve(), "one");
    assertOnlyProtocol(here, 2);
    assertThat(here.errors()).isEmpty();
    ProcessBuilder sized = serve();
    sized.environment().put("QUIRE_JAVA_OPTIONS", "-Xmn32m");
    assertOnlyProtocol(Session.reading(sized), 2);

    Path moved = folder.resolve("moved");
    Files.move(product.home(), moved);
    Session there =
        Session.reading(
            new Installation(moved, product.user()).command("serve", "--store", store()));
    assertOnlyProtocol(there, 2);
    assertThat(there.errors()).isEmpty();
  }

  /** A program in the place of Java shows what it is started with. */
  @Test
  void aCacheThatSomebodyElseMadeOrThatLiesWhereItIsStartedIsLeftAlone() throws Exception {
    unpackOwn();
    Path java = product.home().resolve("runtime/bin/java");
    Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
    Files.writeString(product.home().resolve("launch/check.sh"), "exit 0\n");
    Path caches = product.user().resolve("caches");
    Path cache = Files.createDirectories(caches.resolve("quire" + product.home().toRealPath()));
    Path code = Files.writeString(cache.resolve("quire.aot"), "code");
    Files.writeString(
        cache.resolve("made-for"), "%s\n%d\n".formatted(product.home().toRealPath(), parts()));
    assertThat(startedWith(caches.toString())).contains("-XX:AOTCache=" + code);
    assertThat(startedWith("caches")).doesNotContain("AOTCache"); // relative to the working folder
    if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      for (Path part : List.of(code, cache)) {
        Files.setAttribute(part, "unix:uid", 54_321);
        assertThat(startedWith(caches.toString())).doesNotContain("AOTCache");
        Files.setAttribute(part, "unix:uid", 0);
      }
    }
  }

  private String startedWith(String caches) throws Exception {
    ProcessBuilder version = product.command("--version");
    version.environment().put("XDG_CACHE_HOME", caches);
    return String.join("\n", Session.of(version).lines());
  }

  /** {@return how many parts the launcher counts} */
  private int parts() throws IOException {
    int parts = 0;
    for (String part :
        List.of(
            "bin",
            "launch",
            "lib",
            "native",
            "sql",
            "runtime/bin",
            "runtime/lib",
            "runtime/lib/server")) {
      if (Files.isDirectory(product.home().resolve(part))) {
        try (Stream<Path> files = Files.list(product.home().resolve(part))) {
          parts += 1 + (int) files.count();
        }
      }
    }
    return parts;
  }

  @Tag("long")
  @Test
  void theFirstServersMakeTheCacheOnceWithoutWaitingForIt() throws Exception {
    unpackOwn();
    List<CompletableFuture<Session>> servers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ProcessBuilder server = serve();
      server.environment().remove("QUIRE_SETUP");
      servers.add(later(server, "e" + i));
    }
    for (CompletableFuture<Session> server : servers) {
      assertOnlyProtocol(server.get(60, TimeUnit.SECONDS), 2);
    }
    Path cache = product.home().resolve("aot");
    await(() -> Files.exists(cache.resolve("quire.aot")));
    await(() -> !Files.exists(cache.resolve("in-progress")));
    assertOnlyProtocol(Session.reading(serve()), 2);
  }

  @Test
  void aLinkToTheLauncherWorksFromAnywhere() throws Exception {
    Path link = folder.resolve("bin/quire");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, folder.resolve("bin").relativize(product.launcher()));
    Session version = Session.of(product.command(link, "--version").directory(folder.toFile()));
    assertThat(version.lines()).hasSize(1);
    assertThat(version.lines().getFirst()).startsWith("quire ").contains("backends: sqlite;");
  }

  @Test
  void withoutALocaleAPathKeepsItsLetters() throws Exception {
    Path store = folder.resolve("M\u00fcller \u65e5\u672c.db");
    ProcessBuilder server = product.command("serve", "--store", "sqlite:" + store);
    server.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    server.environment().put("LC_ALL", "C");
    assertOnlyProtocol(Session.creating(server, "\u65e5\u672c"), 2);
    assertThat(store).exists();
    Session shown = Session.of(product.command("graph", "--store", "sqlite:" + store));
    assertThat(shown.lines()).containsExactly("\u65e5\u672c (t)");
  }

  @Test
  void aSignalEndsTheServerAsTheEndOfItsInputDoes() throws Exception {
    Process server = serve().redirectError(ProcessBuilder.Redirect.DISCARD).start();
    server
        .getOutputStream()
        .write(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n"
                .getBytes(StandardCharsets.UTF_8));
    server.getOutputStream().flush();
    assertThat(server.inputReader(StandardCharsets.UTF_8).readLine()).contains("\"id\":1");
    server.destroy();
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isZero();
  }

  /** As clients do; six at once, so that on a busy machine either of both comes first. */
  @Test
  void aSignalRightAfterTheEndOfTheInputIsSuccessToo() throws Exception {
    List<Process> servers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Process server = serve().redirectError(ProcessBuilder.Redirect.DISCARD).start();
      servers.add(server);
      server
          .getOutputStream()
          .write(
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n"
                  .getBytes(StandardCharsets.UTF_8));
      server.getOutputStream().flush();
    }
    for (Process server : servers) {
      assertThat(server.inputReader(StandardCharsets.UTF_8).readLine()).contains("\"id\":1");
    }
    for (Process server : servers) {
      server.getOutputStream().close();
      server.destroy();
    }
    for (Process server : servers) {
      assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(servers).extracting(Process::exitValue).containsOnly(0);
  }

  @Test
  void theFileOfTheFormerServerIsTakenOverOnceByServersThatStartTogether() throws Exception {
    Path file = folder.resolve("memory.jsonl");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      lines.append(
          "{\"type\":\"entity\",\"name\":\"e%d\",\"entityType\":\"t\",\"observations\":[\"o\"]}\n"
              .formatted(i));
    }
    Files.writeString(file, lines + "{\"type\":\"ent");
    List<CompletableFuture<Session>> servers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ProcessBuilder server = product.command("serve");
      server.environment().put("MEMORY_FILE_PATH", file.toString());
      servers.add(later(server, "own" + i));
    }
    List<String> notices = new ArrayList<>();
    for (CompletableFuture<Session> server : servers) {
      assertOnlyProtocol(server.get(60, TimeUnit.SECONDS), 2);
      notices.addAll(server.get().errors());
    }
    assertThat(notices).filteredOn(notice -> notice.contains("imported 1,000 entities")).hasSize(1);
    assertThat(notices).filteredOn(notice -> notice.contains(":1001 skipped")).hasSize(1);
    Session shown = Session.of(product.command("graph", "--store", store()));
    assertThat(shown.lines()).filteredOn(line -> line.endsWith(" (t)")).hasSize(1_004);
    assertThat(file).hasContent(lines + "{\"type\":\"ent");
  }

  @Tag("long")
  @Test
  void theDemoPlaysAndLeavesNothingBehind() throws Exception {
    Session demo = Session.of(product.command("demo"));
    assertThat(demo.exit()).isZero();
    assertThat(demo.lines().getFirst()).contains("two server processes");
    assertThat(demo.lines()).anyMatch(line -> line.contains("claude mcp add quire -- '"));
    assertThat(product.user().resolve("state/instances")).doesNotExist();
  }

  @Test
  void aShortStressRunWithKilledServersIsSound() throws Exception {
    Session stress =
        Session.of(
            product.command(
                "stress", "--processes", "3", "--calls", "2", "--seconds", "3", "--kill-storm"));
    assertThat(stress.lines().getFirst()).startsWith("3 processes, 2 calls under way with each");
    assertThat(stress.lines().getLast()).isEqualTo("lost 0, twice 0, errors 0, problems 0: SOUND");
    assertThat(stress.exit()).isZero();
  }

  @Tag("long")
  @Test
  void aStressRunThatIsStoppedTakesBackWhatItDid() throws Exception {
    Path temporary = Files.createDirectories(folder.resolve("temporary"));
    ProcessBuilder stress = product.command("stress", "--seconds", "60", "--store", store());
    stress.environment().put("QUIRE_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    Process running = stress.redirectErrorStream(true).start();
    await(() -> folder.resolve("memory.db-wal").toFile().length() > 100_000);
    // By its handle, since that leaves the output open.
    running.toHandle().destroy();
    assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(running.exitValue()).isEqualTo(128 + 15);
    assertThat(new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("is deleted again");
    assertThat(temporary).isEmptyDirectory();
    assertThat(Session.of(product.command("graph", "--store", store())).lines()).isEmpty();
  }

  @Test
  void aServerIsListedAndLeavesWhenItsOwnerIsKilledThoughItsInputStaysOpen() throws Exception {
    ProcessBuilder server = serve();
    List<String> owned = new ArrayList<>(List.of("sh", "-c", "\"$@\"; true", "sh"));
    owned.addAll(server.command());
    Process owner = server.command(owned).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    owner
        .getOutputStream()
        .write(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n"
                .getBytes(StandardCharsets.UTF_8));
    owner.getOutputStream().flush();
    assertThat(owner.inputReader(StandardCharsets.UTF_8).readLine()).contains("\"id\":1");
    ProcessHandle child = owner.children().findFirst().orElseThrow();
    Path registry = product.user().resolve("state/instances");
    await(() -> Files.isDirectory(registry) && !isEmpty(registry));
    Session listed = Session.of(product.command("ps", "--json"));
    assertThat(listed.lines().getFirst())
        .contains("\"pid\":" + child.pid())
        .contains("\"state\":\"live\"");

    owner.destroyForcibly().waitFor();
    child.onExit().get(60, TimeUnit.SECONDS);
    assertThat(isEmpty(registry)).isTrue();
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.noneMatch(file -> file.toString().endsWith(".json"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void aBackendOfAThirdPartyIsFoundOnceItsJarIsThere() throws Exception {
    unpackOwn();
    ThirdParty.install(product.home().resolve("lib"), folder.resolve("build"));
    Session version = Session.of(product.command("--version"));
    assertThat(version.lines().getFirst()).contains("backends: nowhere, sqlite;");
    Session refused =
        Session.of(product.command("graph", "--store", "nowhere:" + folder.resolve("x")));
    assertThat(refused.exit()).isEqualTo(6);
    assertThat(refused.errors()).containsExactly("quire: Nothing is kept here");
  }

  @Test
  void sqlIsAnsweredByACommandWhoseEngineNoServerKnows() throws Exception {
    Session.creating(serve(), "one", "two");
    Session asked =
        Session.of(
            product.command(
                "sql", "--csv", "--store", store(), "SELECT name FROM entities ORDER BY name"));
    assertThat(asked.errors()).isEmpty();
    assertThat(asked.lines()).containsExactly("name", "one", "two");
    Session refused = Session.of(product.command("sql", "--store", store(), "DROP TABLE entities"));
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.errors().getFirst()).startsWith("quire: Refused DROP");

    ProcessBuilder server = serve();
    server.environment().put("QUIRE_JAVA_OPTIONS", "-verbose:class --show-module-resolution");
    Session served = Session.reading(server);
    assertThat(served.exit()).isZero();
    assertThat(served.lines().toString() + served.errors())
        .contains("quire.storage.sqlite")
        .doesNotContain("com.h2database", "org.h2.", "quire.query");
  }

  @Test
  void theVaultFlavourHasNoDatabaseInIt() throws Exception {
    Installation vault = Installation.unpack("vault", folder.resolve("vault"));
    List<String> names = new ArrayList<>();
    Files.walkFileTree(
        vault.home(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            names.add(vault.home().relativize(file).toString());
            return FileVisitResult.CONTINUE;
          }
        });
    assertThat(names).noneMatch(name -> name.contains("sqlite") || name.contains("h2"));
    Session sql = Session.of(vault.command("sql", "SELECT 1"));
    assertThat(sql.exit()).isEqualTo(1);
    assertThat(sql.errors().getFirst()).contains("flavour sqlite or full");
    assertThat(names).noneMatch(name -> name.startsWith("native"));
    assertThat(Session.of(vault.command("--version")).lines().getFirst())
        .contains("backends: vault;");
  }

  @Test
  void theFullFlavourHasEveryBackend() throws Exception {
    Installation full = Installation.shared("full", folder.resolve("user"));
    assertThat(Session.of(full.command("--version")).lines().getFirst())
        .contains("backends: sqlite, vault;");
    Path notes = folder.resolve("notes");
    Session init = Session.of(full.command("vault", "init", notes.toString()));
    assertThat(init.exit()).as("another backend is in force: %s", init.errors()).isZero();
    assertThat(notes.resolve(".quire/vault.json")).exists();
  }

  private static CompletableFuture<Session> later(ProcessBuilder command, String name) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Session.creating(command, name);
          } catch (Exception failure) {
            throw new IllegalStateException(failure);
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("nanoTime").isLessThan(deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
  }
}
