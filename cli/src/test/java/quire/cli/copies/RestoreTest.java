package quire.cli.copies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Author;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.spi.LocalStoreProvider;
import quire.api.spi.StoreSettings;
import quire.cli.Backends;
import quire.cli.Scene;
import quire.cli.base.ExitCode;

class RestoreTest {
  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("unset"));
  private String backup = "";

  @BeforeEach
  void set() {
    scene = new Scene(folder);
    scene.variables.put("QUIRE_STATE_DIR", folder.resolve("state").toString());
    // The store is on the heap; only a file at its place says that it is there.
    scene.write(scene.project.resolve(".quire/memory.db"), "");
    scene.run("add", "Ada", "wrote a program", "liked horses", "--type", "person");
    scene.run("add", "Ada", "--relation", "knows", "--to", "Charles");
    scene.run("add", "tea", "green");
    backup = folder.resolve("b.quire").toString();
    scene.run("backup", backup);
  }

  private void changeMuch() {
    scene.run("rm", "Ada", "wrote a program", "--yes");
    scene.run("rm", "tea", "--yes");
    scene.run("add", "tea", "green", "--type", "drink");
    scene.run("add", "Ada", "is new", "--relation", "likes", "--to", "tea");
    scene.run("rm", "Ada", "--relation", "knows", "--to", "Charles", "--yes");
    scene.run("add", "other", "fact");
  }

  private String graph() {
    scene.run("graph");
    return scene.said();
  }

  @Test
  void aStoreThatIsThereIsShownWhatWouldChangeAndChangedOnceThatIsAgreedTo() throws IOException {
    String before = graph();
    changeMuch();
    String changed = graph();
    assertThat(scene.run("restore", backup)).isZero();
    assertThat(scene.said())
        .contains("  - other: fact\n", "  - other (note)\n", "  - Ada: is new\n")
        .contains("  - tea (drink)\n", "  + tea (note)\n")
        .contains("  + Ada: wrote a program\n", "  + Ada -- knows -> Charles\n")
        .contains("  - Ada -- likes -> tea\n")
        .endsWith(
            "6 facts would go and 4 facts come back. Nothing was changed. To do it: the same"
                + " command with --yes\n");
    assertThat(graph()).isEqualTo(changed);

    assertThat(scene.run("restore", backup, "--yes")).isZero();
    assertThat(scene.said()).contains("6 facts went and 4 facts came back. What was there before");
    String kept = scene.said().replaceFirst("(?s).* is in (\\S+); to take.*", "$1").strip();
    assertThat(sorted(graph())).isEqualTo(sorted(before));
    scene.run("show", "Ada");
    assertThat(scene.said()).startsWith("Ada (person)\n  wrote a program\n  liked horses\n");

    assertThat(scene.run("restore", backup, "--yes")).isZero();
    assertThat(scene.said()).endsWith("It holds the same facts already; nothing was changed\n");
    assertThat(scene.run("restore", kept, "--yes")).isZero();
    assertThat(sorted(graph())).isEqualTo(sorted(changed));
    scene.run("undo", "--yes");
    assertThat(sorted(graph())).isEqualTo(sorted(before));
  }

  private static List<String> sorted(String lines) {
    return lines.lines().sorted().toList();
  }

  @Test
  void whatIsInBothKeepsItsTimeAndAuthor() {
    scene.run("add", "other", "fact");
    scene.run("restore", backup, "--yes");
    scene.run("log", "--json", "--client", "quire restore", "--limit", "0");
    assertThat(scene.said().split("\\{")).hasSize(1 + 2);
    scene.run("history", "Ada");
    assertThat(scene.said()).doesNotContain("quire restore");
  }

  @Test
  void programsAreToldToo() {
    changeMuch();
    scene.run("restore", backup, "--json");
    assertThat(scene.said())
        .startsWith("{\"dryRun\":true,\"store\":\"sqlite:")
        .endsWith("\"removed\":6,\"added\":4}\n");
    scene.run("restore", backup, "--json", "--yes");
    assertThat(scene.said())
        .startsWith("{\"dryRun\":false,")
        .contains("\"removed\":6,\"added\":4,\"kept\":\"");
  }

  @Test
  void whatNoLogTellsIsNotChangedUnasked() throws IOException {
    // As in a vault, where a person has written something by hand since the backup.
    Backhand hand = new Backhand("graph");
    String store = "hand:" + folder.resolve("hand");
    scene.write(folder.resolve("hand"), "");
    assertThat(scene.run(List.of(hand), "restore", backup, "--store", store)).isZero();
    hand.edits.set(1);
    assertThat(scene.run(List.of(hand), "restore", backup, "--store", store)).isZero();
    assertThat(scene.said()).contains("  - Ada: by hand\n").contains("Nothing was changed");
  }

  @Test
  void whatOthersWriteMeanwhileStaysAndThePlanIsMadeAnew() throws IOException {
    String store = "hand:" + folder.resolve("hand");
    scene.write(folder.resolve("hand"), "");
    Backhand hand = new Backhand("amend");
    scene.run(List.of(hand), "restore", backup, "--store", store);
    scene.run(List.of(hand), "add", "other", "one", "two", "--store", store);
    hand.edits.set(1);
    assertThat(scene.run(List.of(hand), "restore", backup, "--yes", "--store", store)).isZero();
    assertThat(scene.said()).contains("went and 0 facts came back");
    scene.run(List.of(hand), "show", "other", "--store", store);
    assertThat(scene.said()).isEmpty();
  }

  @Test
  void aDamagedStoreThatIsNoSingleFileIsLeftAsItIs() {
    String store = "broken:" + folder;
    assertThat(scene.run(Backends.UNWELL, "restore", backup, "--yes", "--store", store))
        .isEqualTo(ExitCode.DAMAGED.number());
  }

  /**
   * A store in which somebody else does something just before a call: "graph" writes by hand before
   * a read, which no log tells; "amend" takes a fact away before a write.
   */
  private static final class Backhand implements LocalStoreProvider {
    private final String before;
    private final AtomicInteger edits = new AtomicInteger();

    Backhand(String before) {
      this.before = before;
    }

    @Override
    public String id() {
      return "hand";
    }

    @Override
    public Set<String> options() {
      return Set.of();
    }

    @Override
    public MemoryStore open(StoreSettings settings, Clock clock) {
      MemoryStore sound = Backends.INSTALLED.getFirst().open(settings, clock);
      return (MemoryStore)
          Proxy.newProxyInstance(
              Backhand.class.getClassLoader(),
              new Class<?>[] {MemoryStore.class},
              (proxy, method, arguments) -> {
                if (before.equals("amend")
                    && method.getName().equals("amend")
                    && edits.getAndDecrement() > 0) {
                  sound.deleteObservations(
                      List.of(new Observations("other", List.of("one"))), new Author("o", "s"));
                }
                Object answer;
                try {
                  answer = method.invoke(sound, arguments);
                } catch (InvocationTargetException refused) {
                  throw refused.getTargetException();
                }
                return before.equals("graph")
                        && edits.get() > 0
                        && answer instanceof GraphSnapshot graph
                    ? withHandEdit(graph)
                    : answer;
              });
    }

    private static GraphSnapshot withHandEdit(GraphSnapshot graph) {
      return new GraphSnapshot() {
        @Override
        public void entities(Consumer<? super Entity> visitor) {
          graph.entities(
              entity -> {
                List<String> texts = new ArrayList<>(entity.observations());
                if (entity.name().equals("Ada")) {
                  texts.add("by hand");
                }
                visitor.accept(new Entity(entity.name(), entity.type(), texts));
              });
        }

        @Override
        public void relations(Consumer<? super Relation> visitor) {
          graph.relations(visitor);
        }

        @Override
        public void close() {
          graph.close();
        }
      };
    }
  }
}
