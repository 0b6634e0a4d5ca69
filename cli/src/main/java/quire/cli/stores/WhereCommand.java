package quire.cli.stores;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.base.Surroundings;
import quire.cli.intake.JsonlImport;
import quire.cli.settings.Caller;
import quire.cli.settings.Project;
import quire.cli.settings.Settings;
import quire.cli.settings.Settings.Reason;

/** {@code quire where}. */
@Command(
    name = "where",
    description = "Tell which store and settings are in force here, and why. Opens nothing.",
    footer = {"", "Examples:", "  quire where", "  quire where --json"})
public final class WhereCommand implements Callable<Integer> {
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  private final Stores stores;
  private final Surroundings surroundings;
  private final Output output;

  public WhereCommand(Stores stores, Surroundings surroundings, Output output) {
    this.stores = stores;
    this.surroundings = surroundings;
    this.output = output;
  }

  @Override
  public Integer call() {
    Settings settings = stores.settings(store);
    if (json.isSet()) {
      writeJson(settings);
    } else {
      print(settings);
    }
    return ExitCode.OK.number();
  }

  private void print(Settings settings) {
    for (Reason reason : settings.reasons()) {
      output.line("%-26s %s  (%s)".formatted(reason.key(), reason.value(), reason.origin()));
    }
    row("store exists", settings.storeExists() ? "yes" : "no");
    settings
        .along()
        .ifPresent(
            users ->
                row("read along", users.address() + (users.storeExists() ? "" : " (not yet)")));
    row("project", settings.project().map(Project::root).map(Path::toString).orElse("none"));
    row("project file", configuration(settings).orElse("none"));
    Caller caller = Caller.of(surroundings);
    row(
        "client",
        caller.identity().client().orElse("none")
            + caller.identity().source().map("  (%s)"::formatted).orElse(""));
    settings.passedOver().forEach(doubt -> row("not believed", doubt));
    caller.conflicts(settings.project()).forEach(conflict -> row("conflict", conflict));
    settings.importFrom().ifPresent(source -> row("imported once from", source.toString()));
    settings
        .importFrom()
        .map(source -> JsonlImport.note(settings))
        .ifPresent(note -> row("import note", note + (Files.exists(note) ? "" : " (not yet)")));
    Backups backups = new KnownStores(surroundings).backups(settings);
    backups
        .newest()
        .ifPresent(
            file -> {
              row("newest backup", file + "  (" + Backups.day(file) + ")");
              if (!settings.storeExists()) {
                row("to have it back", backups.command(file));
              }
            });
  }

  private void row(String key, String value) {
    output.line("%-26s %s".formatted(key, Output.visible(value)));
  }

  private void writeJson(Settings settings) {
    output.json(
        out -> {
          out.writeStartObject();
          out.writeStringProperty("backend", settings.provider().id());
          out.writeStringProperty("location", settings.store().location());
          out.writeBooleanProperty("exists", settings.storeExists());
          settings
              .along()
              .ifPresent(users -> out.writeStringProperty("readAlong", users.address()));
          settings
              .project()
              .ifPresent(found -> out.writeStringProperty("project", found.root().toString()));
          configuration(settings).ifPresent(file -> out.writeStringProperty("projectFile", file));
          settings
              .importFrom()
              .ifPresent(source -> out.writeStringProperty("importFrom", source.toString()));
          new KnownStores(surroundings)
              .backups(settings)
              .newest()
              .ifPresent(file -> out.writeStringProperty("newestBackup", file.toString()));
          Caller caller = Caller.of(surroundings);
          caller.identity().client().ifPresent(client -> out.writeStringProperty("client", client));
          out.writeArrayPropertyStart("conflicts");
          caller.conflicts(settings.project()).forEach(out::writeString);
          out.writeEndArray();
          out.writeArrayPropertyStart("settings");
          for (Reason reason : settings.reasons()) {
            out.writeStartObject();
            out.writeStringProperty("key", reason.key());
            out.writeStringProperty("value", reason.value());
            out.writeStringProperty("origin", reason.origin());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private static Optional<String> configuration(Settings settings) {
    return settings.project().flatMap(Project::configuration).map(Path::toString);
  }
}
