package quire.lab;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import quire.api.MemoryStore;
import quire.api.StoreException;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.install.Scratch;
import quire.ranking.CodingMemory;

/** {@code quire bench recall}. */
@Command(
    name = "recall",
    description = "Ask the questions of a recall set, on an empty store of each backend.",
    footer = {"", "Examples:", "  quire bench recall", "  quire bench recall --json"})
final class BenchRecallCommand implements Callable<Integer> {
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "a set in the form of docs/recall.md; without it, the set that comes with Quire")
  private Optional<Path> data = Optional.empty();

  private final Output output;
  private final List<MemoryStoreProvider> backends;

  BenchRecallCommand(Output output, List<MemoryStoreProvider> backends) {
    this.output = output;
    this.backends = backends;
  }

  /** One line of the table. */
  private record Measured(String backend, String method, RecallBench.Figures figures) {}

  @Override
  public Integer call() throws IOException, SQLException {
    RecallFile set = set();
    List<Measured> measured = new ArrayList<>(baselines(set));
    try (Scratch scratch = new Scratch()) {
      for (MemoryStoreProvider backend : backends) {
        try {
          measured.addAll(measure(set, backend, scratch.newStore(backend)));
        } catch (StoreException refused) {
          output.notice("%s is left out: %s".formatted(backend.id(), refused.getMessage()));
        }
      }
    }
    if (json.isSet()) {
      writeJson(measured);
    } else {
      writeTable(set, measured);
    }
    return ExitCode.OK.number();
  }

  private RecallFile set() throws IOException {
    if (data.isPresent() && !Files.isReadable(data.get())) {
      throw new IOException(
          "Cannot read the recall set %s: there is no such file for this user; nothing was measured"
              .formatted(data.get()));
    }
    try (InputStream lines =
        data.isPresent()
            ? new BufferedInputStream(Files.newInputStream(data.get()))
            : CodingMemory.open()) {
      return RecallFile.read(lines);
    }
  }

  private static List<Measured> baselines(RecallFile set) throws SQLException {
    RecallBench bench = new RecallBench(set);
    try (RecallBaselines baselines = new RecallBaselines(set)) {
      return baselines.methods().entrySet().stream()
          .sorted(Map.Entry.<String, RecallBench.Method>comparingByKey().reversed())
          .map(method -> new Measured("none", method.getKey(), bench.measure(method.getValue())))
          .toList();
    }
  }

  private static List<Measured> measure(
      RecallFile set, MemoryStoreProvider backend, StoreSettings settings) {
    RecallBench bench = new RecallBench(set);
    try (MemoryStore store = backend.open(settings, bench.clock())) {
      bench.load(store);
      return List.of(
          new Measured(backend.id(), "search_nodes", bench.measure(RecallBench.search(store))),
          new Measured(backend.id(), "recall", bench.measure(RecallBench.recall(store))));
    }
  }

  private void writeTable(RecallFile set, List<Measured> measured) {
    output.line(
        "%d facts, entities and relations, %d questions"
            .formatted(set.written().size(), set.questions().size()));
    output.line("backend  method            R@5   R@10   R@20 hit@10    MRR   p50 ms");
    for (Measured one : measured) {
      RecallBench.Figures figures = one.figures();
      output.line(
          String.format(
              Locale.ROOT,
              "%-8s %-15s %6.3f %6.3f %6.3f %6.3f %6.3f %8.2f",
              one.backend(),
              one.method(),
              figures.recall5(),
              figures.recall10(),
              figures.recall20(),
              figures.hit10(),
              figures.mrr(),
              figures.microseconds() / 1000.0));
    }
  }

  private void writeJson(List<Measured> measured) {
    output.json(
        generator -> {
          generator.writeStartArray();
          for (Measured one : measured) {
            RecallBench.Figures figures = one.figures();
            generator.writeStartObject();
            generator.writeStringProperty("backend", one.backend());
            generator.writeStringProperty("method", one.method());
            generator.writeNumberProperty("recallAt5", figures.recall5());
            generator.writeNumberProperty("recallAt10", figures.recall10());
            generator.writeNumberProperty("recallAt20", figures.recall20());
            generator.writeNumberProperty("hitAt10", figures.hit10());
            generator.writeNumberProperty("mrr", figures.mrr());
            generator.writeNumberProperty("p50Microseconds", figures.microseconds());
            generator.writeEndObject();
          }
          generator.writeEndArray();
        });
  }
}
