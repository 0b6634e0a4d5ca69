package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The flavour that brings a model. Built and checked with -Psemantic. */
@Tag("semantic")
class SemanticIT {
  private static final String FACT = "Credentials are kept as salted hashes";
  private static final String QUESTION = "How are passwords stored?";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private Installation product;
  private Path temporary;
  private final List<Window> windows = new ArrayList<>();

  @BeforeEach
  void setUp() throws Exception {
    use(Installation.shared("semantic", folder.resolve("user")));
  }

  private void use(Installation installation) throws Exception {
    product = installation;
    temporary = Files.createDirectories(folder.resolve("temporary"));
    assertThat(quire("add", "login", "service", FACT).exit()).isZero();
    assertThat(quire("add", "depot", "place", "Complaints from customers go to Ada").exit())
        .isZero();
  }

  @AfterEach
  void close() {
    windows.forEach(window -> window.process.destroyForcibly());
  }

  private String store() {
    return "sqlite:" + folder.resolve("memory.db");
  }

  private Session quire(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--store", store()));
    return Session.of(product.command(all.toArray(String[]::new)));
  }

  private Path vectors() throws IOException {
    try (Stream<Path> files = Files.list(product.user().resolve(".cache/quire"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("vectors-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private String doctor() throws Exception {
    return String.join("\n", quire("doctor").lines());
  }

  /** A server whose client keeps its window open. */
  private final class Window {
    private final Process process;
    private final OutputStream in;
    private final BufferedReader out;
    private int calls;

    Window() throws Exception {
      ProcessBuilder server = product.command("serve", "--store", store());
      server.environment().put("QUIRE_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary);
      process = server.redirectError(folder.resolve("errors").toFile()).start();
      in = process.getOutputStream();
      out = process.inputReader(StandardCharsets.UTF_8);
      windows.add(this);
      say(
          """
          {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
          "capabilities":{},"clientInfo":{"name":"check","version":"1"}}}
          """);
    }

    private String say(String line) throws IOException {
      in.write(line.getBytes(StandardCharsets.UTF_8));
      in.flush();
      return out.readLine();
    }

    String recall(String question) throws IOException {
      calls++;
      return say(
          """
          {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"recall",\
          "arguments":{"query":"%s"}}}
          """
              .formatted(calls, question));
    }

    /** {@return the files that the server has in memory} */
    String mapped() throws IOException {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps"));
    }

    /** Asks until the answer has these words. */
    String recallUntil(String question, String words) throws Exception {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      String answer = recall(question);
      while (!answer.contains(words) && System.nanoTime() < end) {
        answer = recall(question);
      }
      assertThat(answer).contains(words);
      return answer;
    }
  }

  @Test
  void theFirstAnswerIsByWordsAndLaterOnesByMeaningToo() throws Exception {
    Window window = new Window();
    assertThat(window.mapped()).doesNotContain("onnxruntime");
    assertThat(window.recall(QUESTION)).contains("\"id\":1").doesNotContain(FACT);
    assertThat(window.recallUntil(QUESTION, FACT)).doesNotContain("Complaints");
    assertThat(window.recall("salted")).contains(FACT);
    assertThat(window.mapped()).as("what this check can see").contains("onnxruntime");
  }

  @Test
  void aKilledServerLeavesNothingInTheTemporaryFolder() throws Exception {
    Window window = new Window();
    window.recallUntil(QUESTION, FACT);
    assertThat(temporary).isEmptyDirectory();
    window.process.destroyForcibly().waitFor();
    assertThat(temporary).isEmptyDirectory();
    assertThat(product.user().resolve(".djl.ai")).doesNotExist();
  }

  @Test
  void aServerThatLearnsEndsSoundly() throws Exception {
    List<String> words = new ArrayList<>(List.of("add", "much", "note"));
    for (int number = 0; number < 200; number++) {
      words.add("Parcel %d is in the van of the day before".formatted(number));
    }
    assertThat(quire(words.toArray(String[]::new)).exit()).isZero();
    Window window = new Window();
    window.recallUntil(QUESTION, FACT);
    window.process.destroy();
    assertThat(window.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(window.process.exitValue()).isIn(0, 143);
    assertThat(Files.readString(folder.resolve("errors"))).isEmpty();
    assertThat(noteOfACrash()).isEmpty();
  }

  private List<Path> noteOfACrash() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("hs_err")).toList();
    }
  }

  @Test
  void whatIsForgottenLeavesTheFileOfVectors() throws Exception {
    Window window = new Window();
    window.recallUntil(QUESTION, FACT);
    await(() -> size(vectors()) >= 3 * 408);
    assertThat(doctor())
        .containsPattern("PASS meaning: e5-small-v2-q-\\S+ of .* runs here; vectors of \\d+ texts");
    assertThat(quire("forget", "login", "--yes").exit()).isZero();
    assertThat(size(vectors())).isEqualTo(408);
    assertThat(window.recall(QUESTION)).doesNotContain(FACT);
    assertThat(size(vectors())).isEqualTo(408);
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aDamagedModelCostsNoAnswerAndIsTold() throws Exception {
    use(Installation.unpack("semantic", folder.resolve("own")));
    try (FileChannel model =
        FileChannel.open(
            product.home().resolve("semantic/e5-small-v2-q.onnx"), StandardOpenOption.WRITE)) {
      model.truncate(1_000);
    }
    Window window = new Window();
    await(
        () -> {
          assertThat(window.recall("salted hashes")).contains(FACT);
          return Files.readString(folder.resolve("errors")).contains("See quire doctor");
        });
    assertThat(window.recall("salted hashes")).contains(FACT);
    assertThat(Files.readString(folder.resolve("errors")).strip())
        .startsWith("quire: Cannot find facts by meaning: ")
        .contains("e5-small-v2-q.onnx is damaged")
        .doesNotContain("\n");
    assertThat(doctor())
        .contains("WARN meaning: facts are found by their words alone: ")
        .contains("unpack the archive again");
  }

  @Test
  void withoutItsFolderItAnswersByWords() throws Exception {
    use(Installation.unpack("semantic", folder.resolve("own")));
    Scene.carryOut("rm", "-r", product.home().resolve("semantic").toString());
    Window window = new Window();
    assertThat(window.recall("salted hashes")).contains(FACT);
    assertThat(Files.readString(folder.resolve("errors"))).isEmpty();
    assertThat(doctor()).contains("SKIP meaning: this installation brings no model");
  }
}
