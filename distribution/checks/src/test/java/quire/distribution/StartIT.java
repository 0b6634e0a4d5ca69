package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of docs/start.md, on one flavour, or on every one with {@code -Pthorough}; each is set
 * up once.
 */
@ParameterizedClass
@MethodSource("quire.distribution.Installation#flavoursStarted")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Execution(ExecutionMode.SAME_THREAD)
class StartIT {
  private static final String HELLO =
      """
      {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
      "capabilities":{},"clientInfo":{"name":"check","version":"1"}}}
      """;

  @TempDir private static Path folder;

  private static Installation product;

  @Parameter private String flavour;

  @BeforeParameterizedClassInvocation
  static void setUp(String flavour) throws Exception {
    product = Installation.unpack(flavour, folder.resolve(flavour));
    assertThat(Session.of(product.command("setup")).exit()).isZero();
  }

  @AfterParameterizedClassInvocation
  static void remove() throws Exception {
    Scene.carryOut("rm", "-r", product.home().toString());
  }

  private ProcessBuilder serve() throws Exception {
    if (flavour.equals("vault")) {
      Path notes = folder.resolve(flavour).resolve("notes");
      if (!Files.exists(notes)) {
        assertThat(Session.of(product.command("vault", "init", notes.toString())).exit()).isZero();
      }
      return product.command("serve", "--store", "vault:" + notes);
    }
    return product.command(
        "serve", "--store", "sqlite:" + folder.resolve(flavour).resolve("memory.db"));
  }

  @Test
  void s1_theLauncherStartsNoProgramOnceThereIsACache() throws Exception {
    ProcessBuilder server = serve();
    server.environment().put("PATH", "/nonexistent");
    Session served = Session.creating(server, "one");
    assertThat(served.errors()).isEmpty();
    assertThat(served.lines()).hasSize(2);
    assertThat(served.exit()).isZero();
  }

  @Test
  void s2_theLauncherBecomesTheServerWhichOpensNoJarInVain() throws Exception {
    Process server = serve().redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (OutputStream in = server.getOutputStream()) {
      in.write(HELLO.getBytes(StandardCharsets.UTF_8));
      in.flush();
      assertThat(server.inputReader(StandardCharsets.UTF_8).readLine()).contains("\"id\":1");
      assertThat(server.info().command().orElseThrow()).endsWith("runtime/bin/java");
      assertThat(server.children()).isEmpty();
      assertThat(openFiles(server))
          .as("what this check can see")
          .anyMatch(file -> file.endsWith("runtime/lib/modules"))
          // The driver looks into its own for its version.
          .noneMatch(file -> file.endsWith(".jar") && !file.contains("sqlite-jdbc"));
    }
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  private static List<String> openFiles(Process server) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(server.pid()), "fd"))) {
      return files.map(StartIT::target).toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closed) {
      return "";
    }
  }

  @Test
  void s3_noClassIsMadeAtRunTimeAndAllOfOursComeFromTheCache() throws Exception {
    assertFromTheCache(loaded("two"), " quire.mcp.");
  }

  @Test
  void s3_theDigestThatASessionWaitsForMakesNoneEither() throws Exception {
    Path project = folder.resolve(flavour).resolve("project");
    Files.createDirectories(project.resolve(".git"));
    if (flavour.equals("vault")) {
      ProcessBuilder init = product.command("vault", "init", ".quire/vault");
      assertThat(Session.of(init.directory(project.toFile())).exit()).isZero();
    }
    for (int i = 1; i <= 3; i++) {
      ProcessBuilder add = product.command("add", "thing " + i, "a fact of number " + i);
      assertThat(Session.of(add.directory(project.toFile())).exit()).isZero();
    }
    Path log = folder.resolve(flavour).resolve("digest.txt");
    ProcessBuilder digest = product.command("hook", "session-start").directory(project.toFile());
    digest.environment().put("QUIRE_JAVA_OPTIONS", "-Xlog:class+load:file=" + log);
    Session told =
        Session.of(
            digest,
            """
            {"hook_event_name":"SessionStart","session_id":"s","transcript_path":"t","cwd":"%s"}
            """
                .formatted(project));
    assertThat(told.lines()).singleElement().asString().contains("thing 3");
    assertFromTheCache(Files.readAllLines(log), " quire.cli.hook.Digest");
  }

  private void assertFromTheCache(List<String> loaded, String ours) {
    assertThat(loaded).as("what this check can see").anyMatch(it -> it.contains(ours));
    List<String> made =
        loaded.stream()
            .filter(it -> it.contains("LookupDefineClass") || it.matches(".* quire\\S* source: .*"))
            .filter(it -> !it.contains("source: shared objects file"))
            .toList();
    if (flavour.equals("vault")) {
      assertThat(made).as("the exception of docs/start.md").hasSizeLessThan(20);
    } else {
      assertThat(made).isEmpty();
    }
  }

  @Test
  void s4_aServerLoadsNothingOfWhatOnlyCommandsNeed() throws Exception {
    assertThat(loaded("three"))
        .filteredOn(
            it ->
                it.matches(
                    ".* (picocli|com.google|oshi|com.sun.jna|org.h2|quire.lab|quire.http|com.sun.net.httpserver)[.].*"))
        .isEmpty();
  }

  /** {@return a line for each class that a server loads until its first write is answered} */
  private List<String> loaded(String name) throws Exception {
    Path log = folder.resolve(flavour).resolve("loaded.txt");
    ProcessBuilder logged = serve();
    logged.environment().put("QUIRE_JAVA_OPTIONS", "-Xlog:class+load:file=" + log);
    assertThat(Session.creating(logged, name).exit()).isZero();
    return Files.readAllLines(log);
  }

  @Test
  void s5_eachJavaFlagStandsInOneFileWithItsReason() throws Exception {
    List<String> lines = Files.readAllLines(product.home().resolve("launch/jvm.options"));
    assertThat(lines).filteredOn(line -> line.startsWith("-")).hasSizeGreaterThan(15);
    String before = "";
    for (String line : lines) {
      assertThat(line).matches("|#.*|-\\S+|\"-.+\"");
      if (line.startsWith("-")) {
        assertThat(before).as("what stands before " + line).isNotEmpty();
      }
      before = line;
    }
    for (String launcher : List.of("bin/quire", "bin/quire.cmd")) {
      assertThat(product.home().resolve(launcher))
          .content()
          .contains("jvm.options")
          .doesNotContain("-XX:+UseSerialGC", "-Xss", "-Dfile.encoding", "-Xlog");
    }
  }

  @Test
  @Order(Integer.MAX_VALUE) // The others need an installation that is whole.
  void s6_aMixedInstallationIsRefusedAlsoAfterSetup() throws Exception {
    assertThat(Session.of(product.command("--version")).exit()).isZero();
    Path jar = product.home().resolve("lib").resolve(apiJar());
    Path stranger = Files.copy(jar, jar.resolveSibling("quire-api-0.0.1.jar"));
    assertIncomplete("lib holds a jar of another version");
    Files.delete(stranger);
    byte[] whole = Files.readAllBytes(jar);
    try (var written = Files.newByteChannel(jar, StandardOpenOption.WRITE)) {
      written.truncate(10);
    }
    assertIncomplete(apiJar());
    Files.write(jar, whole);
    assertThat(Session.of(product.command("--version")).exit()).isZero();
    Files.delete(product.home().resolve("runtime/lib/modules"));
    assertIncomplete("runtime/lib/modules");
    Files.delete(product.home().resolve("manifest.txt"));
    assertIncomplete("manifest.txt");
  }

  private static String apiJar() throws IOException {
    try (Stream<Path> jars = Files.list(product.home().resolve("lib"))) {
      return jars.map(jar -> jar.getFileName().toString())
          .filter(name -> name.startsWith("quire-api-"))
          .min(Comparator.reverseOrder())
          .orElseThrow();
    }
  }

  private static void assertIncomplete(String what) throws Exception {
    for (String verb : List.of("serve", "--version", "setup")) {
      Session refused = Session.of(product.command(verb));
      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.lines()).isEmpty();
      assertThat(refused.errors())
          .singleElement()
          .asString()
          .startsWith("quire: installation-incomplete: ")
          .contains(what, "unpack the archive again");
    }
  }
}
