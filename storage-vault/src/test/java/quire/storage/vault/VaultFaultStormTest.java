package quire.storage.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static quire.storage.vault.VaultScene.add;
import static quire.storage.vault.VaultScene.everything;
import static quire.storage.vault.VaultScene.remember;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quire.api.Entity;
import quire.api.Graph;

/**
 * Each system call of a write fails once: what was acknowledged stays, nothing is half, the next
 * write works in the same process, and another process never waits for its deadline.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(900)
@Tag("long")
class VaultFaultStormTest {
  private static final List<Faults.Fault> FAULTS =
      Integer.getInteger("quire.vault.faults", 1) > 1
          ? List.of(Faults.Fault.values())
          : List.of(Faults.Fault.EIO);
  private static final int SPOKES = 4;

  /** Locking, the log and the note: fewer would mean that the faults do not reach the child. */
  private static final int FEWEST_CALLS = 15;

  private VaultScene scene;
  private Faults faults;
  private Process child;
  private BufferedReader answers;
  private PrintStream orders;
  private VaultMemoryStore other;
  private int marks;
  private final TreeMap<String, Integer> outcomes = new TreeMap<>();

  @BeforeEach
  void prepare(@TempDir Path directory) throws Exception {
    Optional<Faults> prepared = Faults.prepare(directory);
    Assumptions.assumeTrue(prepared.isPresent(), "there is no gcc");
    faults = prepared.orElseThrow();
    scene = new VaultScene(Files.createDirectory(directory.resolve("under")));
    other = scene.with("lock-wait-millis", "2000").open();
    remember(other, "hub", "old");
    remember(other, "beside", "old");
    IntStream.range(0, SPOKES).forEach(i -> remember(other, "spoke " + i, "old"));
    ProcessBuilder builder =
        new ProcessBuilder(ChildProcess.java(FaultChild.class, scene.root(), scene.state()))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(faults.environment(directory.resolve("under")));
    child = builder.start();
    answers = child.inputReader(UTF_8);
    orders = new PrintStream(child.getOutputStream(), true, UTF_8);
    assertThat(answers.readLine()).isEqualTo("opened");
  }

  @AfterEach
  void close() throws IOException {
    System.out.printf("fault storm: %s%n", outcomes);
    if (child != null) {
      child.destroyForcibly();
    }
    if (scene != null) {
      scene.close();
      faults.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"add", "create", "createMany", "addMany", "relate", "delete"})
  void eachSystemCallOfAWriteMayFailOnce(String write) throws IOException {
    Set<String> calls = new TreeSet<>();
    order(write, prepared(write, newMark())); // so that every class is loaded
    for (Faults.Fault fault : FAULTS) {
      boolean hit = true;
      for (int call = 1; hit; call++) {
        String mark = prepared(write, newMark());
        String told = "";
        faults.arm(fault, call);
        told = order(write, mark);
        Optional<String> failed = faults.hit();
        faults.disarm();
        hit = failed.isPresent();
        failed.ifPresent(calls::add);
        String where = "%s of %s: %s, answer: %s".formatted(fault, write, failed.orElse("-"), told);
        outcomes.merge(told.split(" ")[0], 1, Integer::sum);
        check(write, mark, told, where);
      }
    }
    assertThat(calls).as("the calls that failed").hasSizeGreaterThan(FEWEST_CALLS);
    assertThat(order("createMany", newMark())).isEqualTo("done");
    scene.assertSound();
  }

  /** A thing to be deleted is there before. */
  private String prepared(String write, String mark) {
    if (write.equals("delete")) {
      remember(other, mark, "doomed");
    }
    return mark;
  }

  private String newMark() {
    return "m" + ++marks;
  }

  private String order(String write, String mark) throws IOException {
    orders.println(write + " " + mark);
    return String.valueOf(answers.readLine());
  }

  private void check(String write, String mark, String told, String where) throws IOException {
    assertThat(told)
        .as(where)
        .doesNotStartWith("broken")
        .doesNotContain("java.")
        .isNotEqualTo("null");
    // The same process writes again, at once.
    String next = newMark();
    assertThat(order("add", next)).as("the next write after %s", where).isEqualTo("done");
    // Another process neither waits nor misses anything.
    String beside = newMark();
    add(other, "beside", beside);
    Graph graph = everything(other);
    assertThat(texts(graph, "hub")).as(where).contains(next);
    assertThat(texts(graph, "beside")).as(where).contains(beside);
    List<Boolean> present = present(graph, write, mark);
    assertThat(Set.copyOf(present)).as("half of %s", where).hasSize(1);
    if (told.equals("done")) {
      assertThat(present.getFirst()).as(where).isTrue();
    } else if (told.startsWith("refused")) {
      assertThat(present.getFirst()).as(where).isFalse();
    }
    assertThat(temporaries()).as("left over by %s", where).isEmpty();
  }

  private List<String> temporaries() {
    return other.leftovers().stream().map(Path::toString).toList();
  }

  /** {@return for each part of a write whether it is in effect} */
  private static List<Boolean> present(Graph graph, String write, String mark) {
    Set<String> names = graph.entities().stream().map(Entity::name).collect(Collectors.toSet());
    return switch (write) {
      case "add" -> List.of(texts(graph, "hub").contains(mark));
      case "create" -> List.of(names.contains(mark));
      case "createMany" ->
          IntStream.range(0, SPOKES).mapToObj(i -> names.contains(mark + "-" + i)).toList();
      case "addMany" ->
          IntStream.range(0, SPOKES)
              .mapToObj(i -> texts(graph, "spoke " + i).contains(mark))
              .toList();
      case "relate" ->
          List.of(graph.relations().stream().anyMatch(relation -> relation.to().equals(mark)));
      default -> List.of(!names.contains(mark));
    };
  }

  private static List<String> texts(Graph graph, String name) {
    List<String> texts = new ArrayList<>();
    graph.entities().stream()
        .filter(entity -> entity.name().equals(name))
        .forEach(entity -> texts.addAll(entity.observations()));
    return texts;
  }
}
