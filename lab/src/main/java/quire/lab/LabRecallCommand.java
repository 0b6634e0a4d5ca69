package quire.lab;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import quire.api.MemoryStore;
import quire.api.StoreException;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.install.Scratch;
import quire.ranking.CodingMemory;
import quire.ranking.Ranking;
import tools.jackson.core.JsonGenerator;

/** {@code quire lab recall}. */
@Command(
    name = "recall",
    description =
        "Ask the questions of recall sets, on an empty store of each backend, with and without "
            + "meanings where this installation knows any.",
    footer = {
      "",
      "Examples:",
      "  quire lab recall",
      "  quire lab recall --kinds",
      "  quire lab recall --json own other.jsonl"
    })
final class LabRecallCommand implements Callable<Integer> {
  private static final String OWN = "own";
  private static final String BY_WORDS = "recall";
  private static final String BY_MEANING = "recall, semantic";

  @Mixin private JsonFlag json = new JsonFlag();

  @Parameters(
      paramLabel = "SET",
      arity = "0..*",
      description =
          "a file in the form of docs/recall.md, or "
              + OWN
              + ": the set that comes with Quire, which"
              + " is asked if none is named")
  private List<String> chosen = List.of();

  @Option(names = "--kinds", description = "for each part and kind of questions as well")
  private boolean kinds;

  private final Output output;
  private final List<MemoryStoreProvider> backends;

  LabRecallCommand(Output output, List<MemoryStoreProvider> backends) {
    this.output = output;
    this.backends = backends;
  }

  private record Named(String name, RecallFile set) {}

  /** What one method found on one backend. */
  private record Measured(String backend, String method, RecallBench.Found found) {}

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    List<Named> sets = sets();
    Map<Named, List<Measured>> measured = new LinkedHashMap<>();
    for (Named one : sets) {
      measured.put(one, measure(one.set()));
      if (!json.isSet()) {
        writeTable(one, measured.get(one));
      }
    }
    if (json.isSet()) {
      writeJson(measured);
    }
    return ExitCode.OK.number();
  }

  private List<Named> sets() throws IOException {
    List<Named> sets = new ArrayList<>();
    for (String name : chosen.isEmpty() ? List.of(OWN) : chosen) {
      try (InputStream lines = name.equals(OWN) ? CodingMemory.open() : open(Path.of(name))) {
        sets.add(new Named(name, RecallFile.read(lines)));
      }
    }
    return sets;
  }

  private static InputStream open(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(
          "Cannot read the recall set %s: there is no such file for this user; nothing was measured"
              .formatted(file));
    }
    return new BufferedInputStream(Files.newInputStream(file));
  }

  private List<Measured> measure(RecallFile set)
      throws IOException, SQLException, InterruptedException {
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
    return measured;
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

  private List<Measured> measure(
      RecallFile set, MemoryStoreProvider backend, StoreSettings settings)
      throws InterruptedException {
    RecallBench bench = new RecallBench(set);
    List<Measured> measured = new ArrayList<>();
    try (MemoryStore store = backend.open(settings, bench.clock())) {
      bench.load(store);
      RecallBench.Method recall = RecallBench.recall(store);
      measured.add(
          new Measured(backend.id(), "search_nodes", bench.measure(RecallBench.search(store))));
      measured.add(
          new Measured(
              backend.id(), BY_WORDS, Ranking.with(Optional.empty(), () -> bench.measure(recall))));
      if (MeaningsOfStore.learned(store, output)) {
        bench.settle(recall);
        measured.add(new Measured(backend.id(), BY_MEANING, bench.measure(recall)));
      }
    }
    return measured;
  }

  /** A part of the questions, by name. */
  private record Group(String name, Predicate<RecallFile.Question> has) {
    RecallFigures of(RecallFile set, RecallBench.Found found) {
      return RecallFigures.of(
          IntStream.range(0, set.questions().size())
              .filter(i -> has.test(set.questions().get(i)))
              .mapToObj(found.ofQuestions()::get)
              .toList());
    }
  }

  private static List<Group> groups(RecallFile set) {
    List<Group> groups = new ArrayList<>();
    groups.add(new Group("all", question -> true));
    set.questions().stream()
        .map(RecallFile.Question::part)
        .distinct()
        .sorted()
        .forEach(part -> groups.add(new Group(part, asked -> asked.part().equals(part))));
    set.questions().stream()
        .map(RecallFile.Question::kind)
        .distinct()
        .sorted()
        .forEach(kind -> groups.add(new Group("kind " + kind, asked -> asked.kind().equals(kind))));
    return groups;
  }

  private void writeTable(Named named, List<Measured> measured) {
    RecallFile set = named.set();
    output.line(
        "%s: %d facts, entities and relations, %d questions; each figure with its 95 %% interval"
            .formatted(named.name(), set.written().size(), set.questions().size()));
    List<Group> groups = groups(set);
    for (Group group : kinds ? groups : groups.subList(0, 1)) {
      output.line(
          String.format(
              Locale.ROOT,
              "%-9s %-18s %-16s  %-16s  %-16s  %-16s p50 ms  in vain",
              group.name().equals("all") ? "backend" : "",
              group.name().equals("all") ? "method" : group.name(),
              "R@1",
              "R@5",
              "R@10",
              "MRR@10"));
      for (Measured one : measured) {
        RecallFigures figures = group.of(set, one.found());
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "%-9s %-18s", one.backend(), one.method()));
        for (RecallFigures.Value value : figures.values()) {
          line.append(
              String.format(
                  Locale.ROOT, " %.3f %.3f-%.3f ", value.mean(), value.low(), value.high()));
        }
        line.append(
            String.format(
                Locale.ROOT,
                "%6.2f  %7.1f",
                one.found().microseconds() / 1000.0,
                one.found().inVain()));
        output.line(line.toString());
      }
    }
  }

  private void writeJson(Map<Named, List<Measured>> measured) {
    output.json(
        generator -> {
          generator.writeStartArray();
          measured.forEach(
              (named, methods) -> {
                for (Measured one : methods) {
                  for (Group group : groups(named.set())) {
                    write(generator, named, one, group);
                  }
                }
              });
          generator.writeEndArray();
        });
  }

  private static void write(JsonGenerator generator, Named named, Measured one, Group group) {
    RecallFigures figures = group.of(named.set(), one.found());
    generator.writeStartObject();
    generator.writeStringProperty("set", named.name());
    generator.writeStringProperty("backend", one.backend());
    generator.writeStringProperty("method", one.method());
    generator.writeStringProperty("group", group.name());
    generator.writeNumberProperty("questions", figures.questions());
    for (int i = 0; i < RecallFigures.NAMES.size(); i++) {
      RecallFigures.Value value = figures.values().get(i);
      generator.writeObjectPropertyStart(RecallFigures.NAMES.get(i));
      generator.writeNumberProperty("mean", value.mean());
      generator.writeNumberProperty("low", value.low());
      generator.writeNumberProperty("high", value.high());
      generator.writeEndObject();
    }
    generator.writeNumberProperty("p50Microseconds", one.found().microseconds());
    generator.writeNumberProperty("factsInVain", one.found().inVain());
    generator.writeEndObject();
  }
}
