package quire.cli.graph;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangePages;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.Subject.OfObservation;
import quire.api.spi.TraceFolder;
import quire.api.spi.Traces;
import quire.cli.base.Consent;
import quire.cli.base.Counted;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.Services;
import quire.cli.base.StoreFlags;
import quire.cli.base.Surroundings;
import quire.cli.settings.Project;
import quire.cli.settings.Settings;
import quire.cli.stores.KnownStores;
import quire.cli.stores.Stores;

/** {@code quire forget}. */
@Command(
    name = "forget",
    description = {
      "Remove facts for good: from the memory and from its history. It cannot be undone.",
      "Shows what would go; at a terminal it asks then, elsewhere it needs --yes."
    },
    footer = {
      "",
      "Examples:",
      "  quire forget Ada \"lives at 5 Hill Road\"",
      "  quire forget Ada --yes"
    })
public final class ForgetCommand implements Callable<Integer> {
  private static final Author PERSON = new Author("quire forget", "terminal");

  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private Consent consent = new Consent();

  @Parameters(index = "0", paramLabel = "NAME", description = "the entity")
  private String name = "";

  @Parameters(
      index = "1..*",
      paramLabel = "OBSERVATION",
      description = "only these of its observations, word for word, there or removed")
  private List<String> observations = List.of();

  private final Stores stores;
  private final Surroundings surroundings;
  private final Output output;

  public ForgetCommand(Stores stores, Surroundings surroundings, Output output) {
    this.stores = stores;
    this.surroundings = surroundings;
    this.output = output;
  }

  /**
   * What would be forgotten.
   *
   * @param facts what is in the graph: observations, relations and the entity
   * @param past what only the history has
   */
  private record Found(List<String> texts, long facts, Set<String> past) {
    boolean isNothing() {
      return facts == 0 && past.isEmpty();
    }
  }

  @Override
  public Integer call() {
    Settings settings = stores.settings(store);
    return stores.use(settings, opened -> forget(opened, settings)).number();
  }

  private ExitCode forget(MemoryStore opened, Settings settings) {
    Found found = found(opened);
    if (found.isNothing()) {
      if (json.isSet()) {
        writeJson(found, true, 0, List.of());
      } else {
        output.notice(
            "Nothing like this is known of '%s', now or in the past. Nothing was forgotten"
                .formatted(Output.visible(name)));
      }
      return ExitCode.NOT_FOUND;
    }
    if (!json.isSet()) {
      print(found);
    }
    boolean agreed = consent.given(output, "Forget this for good?");
    long gone = agreed ? opened.forget(List.of(new Observations(name, observations)), PERSON) : 0;
    List<String> unreached = new ArrayList<>(agreed ? traces() : List.of());
    unreached.addAll(unreached(settings));
    if (json.isSet()) {
      writeJson(found, !agreed, gone, unreached);
      return ExitCode.OK;
    }
    output.line(
        agreed
            ? "forgot %s of the memory and its history".formatted(Counted.of(gone, "entry"))
            : "Nothing was forgotten. To do it: the same command with --yes");
    output.line("Not reached by this:");
    unreached.forEach(place -> output.line("  " + Output.visible(place)));
    return ExitCode.OK;
  }

  private Found found(MemoryStore opened) {
    List<String> texts = new ArrayList<>();
    long[] others = {0};
    try (GraphSnapshot graph = opened.read(new Selection.Named(List.of(name)))) {
      graph.entities(
          entity -> {
            others[0]++;
            texts.addAll(entity.observations());
          });
      graph.relations((Relation relation) -> others[0]++);
    }
    Set<String> past = new LinkedHashSet<>();
    boolean[] known = {false};
    ChangePages.ofEntity(
        opened,
        name,
        change -> {
          known[0] |= change.action() != Change.Action.FORGOTTEN;
          if (change.subject() instanceof OfObservation(_, Optional<String> text)) {
            text.ifPresent(past::add);
          }
          return true;
        });
    past.removeAll(new HashSet<>(texts));
    if (observations.isEmpty()) {
      if (past.isEmpty() && texts.isEmpty() && others[0] == 0 && known[0]) {
        past.add(name);
      }
      return new Found(texts, texts.size() + others[0], past);
    }
    texts.retainAll(observations);
    past.retainAll(observations);
    return new Found(texts, texts.size(), past);
  }

  private void print(Found found) {
    output.line(Output.visible(name));
    found.texts().forEach(text -> output.paragraph("  ", text));
    if (found.facts() > found.texts().size()) {
      output.line("  the entity, and the relations that touch it");
    }
    if (!found.past().isEmpty()) {
      output.line("  " + Counted.of(found.past().size(), "removed text") + " in the history");
    }
  }

  /** {@return where numbers may still be that were computed from the texts} */
  private static List<String> traces() {
    return Services.all(Traces.class).stream().flatMap(kept -> kept.erase().stream()).toList();
  }

  /** {@return where the texts may still be, each with what to do} */
  private List<String> unreached(Settings settings) {
    List<String> places = new ArrayList<>();
    new KnownStores(surroundings)
        .backups(settings)
        .all()
        .forEach(file -> places.add(file + ": delete it, or back up anew"));
    places.addAll(settings.provider().beyondForgetting(settings.store()));
    if (Services.all(Traces.class).isEmpty()) {
      TraceFolder.of(
              surroundings.variables(), surroundings.home().toString(), surroundings.system())
          .map(TraceFolder::files)
          .orElse(List.of())
          .forEach(file -> places.add(file + ": delete it; an installation with a model made it"));
    }
    if (isInGit(settings)) {
      places.add("commits of the repository around the store: git keeps what was committed");
    }
    places.add("copies that you or a system made: exports, snapshots, synchronised folders");
    places.add("transcripts of the clients that wrote or read it");
    return places;
  }

  private static boolean isInGit(Settings settings) {
    return Stream.concat(
            settings.project().map(Project::root).stream(),
            settings.provider().files(settings.store()).stream())
        .flatMap(place -> Stream.iterate(place, at -> at != null, Path::getParent))
        .anyMatch(at -> Files.exists(at.resolve(".git"), LinkOption.NOFOLLOW_LINKS));
  }

  private void writeJson(Found found, boolean dryRun, long forgotten, List<String> unreached) {
    output.json(
        out -> {
          out.writeStartObject();
          out.writeBooleanProperty("dryRun", dryRun);
          out.writeStringProperty("name", name);
          out.writeNumberProperty("facts", found.facts());
          out.writeNumberProperty("past", found.past().size());
          out.writeNumberProperty("forgotten", forgotten);
          out.writeArrayPropertyStart("notReached");
          unreached.forEach(out::writeString);
          out.writeEndArray();
          out.writeEndObject();
        });
  }
}
