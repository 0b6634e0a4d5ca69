package quire.cli.copies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import quire.api.MemoryStore;
import quire.api.StoreDescription;
import quire.api.StoreRefusedException;
import quire.api.spi.Relocatable;
import quire.api.spi.Trouble;
import quire.cli.base.Consent;
import quire.cli.base.Counted;
import quire.cli.base.ExitCode;
import quire.cli.base.Flags;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.Surroundings;
import quire.cli.settings.ProjectRights;
import quire.cli.settings.Settings;
import quire.cli.settings.SettingsReader;
import quire.cli.settings.StoreSwitch;
import quire.cli.stores.KnownStores;
import quire.cli.stores.Stores;

/** {@code quire move}. */
@Command(
    name = "move",
    description = {
      "Move the memory to another store of any backend: copy, compare, then name the new place in"
          + " quire.toml.",
      "Everybody may go on writing. The old store is kept, and refuses writes with the new address."
    },
    footer = {
      "",
      "Examples:",
      "  quire move --to vault:notes",
      "  quire move --to vault:notes --yes",
      "  quire move --back --from sqlite:.quire/memory.db"
    })
public final class MoveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private Consent consent = new Consent();

  @Option(
      names = "--from",
      paramLabel = "STORE",
      description = "the store to leave (default: the one in force here)")
  private Optional<String> from = Optional.empty();

  @Option(names = "--to", paramLabel = "STORE", description = "the store to make, BACKEND:LOCATION")
  private Optional<String> to = Optional.empty();

  @Option(
      names = "--back",
      description = "take the mark off the store --from, so that it can be written again")
  private boolean back;

  @Option(
      names = "--project",
      paramLabel = "FOLDER",
      description = "the project whose store is meant")
  private Optional<Path> project = Optional.empty();

  private final Stores stores;
  private final SettingsReader reader;
  private final KnownStores known;
  private final Surroundings surroundings;
  private final Output output;

  public MoveCommand(
      Stores stores,
      SettingsReader reader,
      KnownStores known,
      Surroundings surroundings,
      Output output) {
    this.stores = stores;
    this.reader = reader;
    this.known = known;
    this.surroundings = surroundings;
    this.output = output;
  }

  @Override
  public Integer call() {
    if (back == to.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "give --to STORE, or --back to take a move back; nothing was moved");
    }
    Settings inForce = stores.settings(new Flags(Optional.empty(), project));
    Settings source = from.isPresent() ? stores.settings(new Flags(from, project)) : inForce;
    if (back) {
      return takeBack(Copying.existing(source)).number();
    }
    Settings target = stores.settings(new Flags(to, project));
    if (source.address().equals(target.address())) {
      throw new ParameterException(
          spec.commandLine(), "both are %s; nothing was moved".formatted(source.address()));
    }
    Optional<StoreSwitch> place =
        source.address().equals(inForce.address())
            ? Optional.of(StoreSwitch.of(inForce, surroundings))
            : Optional.empty();
    return move(Copying.existing(source), target, place).number();
  }

  private ExitCode move(Settings source, Settings target, Optional<StoreSwitch> place) {
    StoreDescription held = stores.use(source, MemoryStore::describe);
    tryOut(target, place);
    if (!json.isSet()) {
      explain(held, source, target, place);
    }
    if (!consent.given(output, "Move it?")) {
      report(new Done(true, source, target, place, held.entities()));
      return ExitCode.OK;
    }
    Move move = new Move(source, target);
    var _ =
        move.carryOut(
            () -> {
              try {
                if (place.isPresent()) {
                  known.beginMove(source.address(), target.address());
                }
              } catch (IOException failure) {
                throw unwritable(failure, source, "the state folder");
              }
            });
    place.ifPresent(file -> name(file, source, target));
    report(new Done(false, source, target, place, move.entities()));
    return ExitCode.OK;
  }

  private void tryOut(Settings target, Optional<StoreSwitch> place) {
    if (place.isPresent()) {
      try {
        place.get().rehearse(target);
      } catch (IOException failure) {
        throw unwritable(failure, target, place.get().file().toString());
      }
    }
  }

  private static StoreRefusedException unwritable(
      IOException failure, Settings source, String where) {
    Trouble trouble = Trouble.of(failure);
    return new StoreRefusedException(
        "Cannot move %s: %s cannot be written (%s); nothing was switched, and the store is in force as before. %s"
            .formatted(source.address(), where, trouble.words(), trouble.remedy()),
        failure);
  }

  /** The memory is at the new place already: whatever fails here is finished by the next start. */
  private void name(StoreSwitch file, Settings source, Settings target) {
    try {
      file.to(target);
      known.endMove(source.address());
      approve();
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "The memory is in %s now, and %s refuses writes, but %s could not be changed: %s. Write there: store = \"%s\""
              .formatted(
                  target.address(),
                  source.address(),
                  file.file(),
                  Trouble.of(failure).words(),
                  target.address()),
          failure);
    }
  }

  /** Who moves a memory out of its project has said so with the command. */
  private void approve() throws IOException {
    Settings now = reader.unapproved(new Flags(Optional.empty(), project));
    if (!now.claims().isEmpty()) {
      new ProjectRights(now, surroundings).approve();
    }
  }

  private ExitCode takeBack(Settings source) {
    String moved;
    try (MemoryStore store = source.provider().open(source.store(), Clock.systemUTC())) {
      moved = store instanceof Relocatable relocatable ? relocatable.movedTo().orElse("") : "";
      if (!moved.isEmpty()) {
        ((Relocatable) store).moveBack();
      }
    }
    known.endMove(source.address());
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeStringProperty("store", source.address());
            out.writeBooleanProperty("changed", !moved.isEmpty());
            out.writeEndObject();
          });
    } else if (moved.isEmpty()) {
      output.line("%s has not moved; nothing was changed".formatted(shown(source)));
    } else {
      output.line(
          "%s can be written again. What was written to %s since is only there, and no quire.toml was changed"
              .formatted(shown(source), Output.visible(moved)));
    }
    return moved.isEmpty() ? ExitCode.NOTHING_TO_DO : ExitCode.OK;
  }

  private record Done(
      boolean dryRun,
      Settings source,
      Settings target,
      Optional<StoreSwitch> place,
      long entities) {}

  private void explain(
      StoreDescription held, Settings source, Settings target, Optional<StoreSwitch> place) {
    output.line(
        "%s holds %s, %s and %s"
            .formatted(
                shown(source),
                Counted.of(held.entities(), "entity"),
                Counted.of(held.observations(), "observation"),
                Counted.of(held.relations(), "relation")));
    output.line(
        "All of it goes to %s, with times, authors and history; then the two are compared."
            .formatted(shown(target)));
    output.line(
        place
            .map(
                file ->
                    "Then %s says: store = \"%s\""
                        .formatted(
                            Output.visible(file.file().toString()),
                            Output.visible(file.written(target))))
            .orElse("It is not the store in force here, so no quire.toml is changed."));
    output.line(
        "%s stays where it is. Servers that have it open read it, and refuse writes with the new address."
            .formatted(shown(source)));
  }

  private void report(Done done) {
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeBooleanProperty("dryRun", done.dryRun());
            out.writeStringProperty("from", done.source().address());
            out.writeStringProperty("to", done.target().address());
            done.place()
                .ifPresent(
                    file -> out.writeStringProperty("configuration", file.file().toString()));
            out.writeNumberProperty("entities", done.entities());
            out.writeEndObject();
          });
    } else if (done.dryRun()) {
      output.line("Nothing was moved. To do it: the same command with --yes");
    } else {
      output.line(
          "moved %s to %s; compared with the old store: equal"
              .formatted(Counted.of(done.entities(), "entity"), shown(done.target())));
    }
  }

  private static String shown(Settings settings) {
    return Output.visible(settings.address());
  }
}
