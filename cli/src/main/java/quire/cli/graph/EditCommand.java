package quire.cli.graph;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import quire.api.Author;
import quire.api.Graph;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.api.StoreRefusedException;
import quire.api.Subject;
import quire.cli.base.ConfigurationException;
import quire.cli.base.ExitCode;
import quire.cli.base.Facts;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.base.Surroundings;
import quire.cli.settings.Settings;
import quire.cli.stores.Stores;
import quire.process.registry.StateFolder;

/** {@code quire edit}. */
@Command(
    name = "edit",
    description = {
      "Edit an entity in your editor ($VISUAL, else $EDITOR, else vi): its type, facts and"
          + " relations.",
      "What others write meanwhile stays; where they changed the same fact, nothing is written."
    },
    footer = {"", "Examples:", "  quire edit Ada", "  quire edit \"Ada Lovelace\" --json"})
public final class EditCommand implements Callable<Integer> {
  private static final Author PERSON = new Author("quire edit", "terminal");

  /** Others may write between the plan and the write; then it is planned anew. */
  private static final int ATTEMPTS = 10;

  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Parameters(paramLabel = "NAME", description = "the entity")
  private String name = "";

  private final Stores stores;
  private final Surroundings surroundings;
  private final Output output;

  public EditCommand(Stores stores, Surroundings surroundings, Output output) {
    this.stores = stores;
    this.surroundings = surroundings;
    this.output = output;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Settings settings = stores.settings(store);
    Optional<EditText> base = stores.use(settings, this::found);
    if (base.isEmpty()) {
      return ExitCode.NOT_FOUND.number();
    }
    Path file = file();
    boolean kept = false;
    try {
      String before = base.get().written(name);
      Files.writeString(file, before);
      open(file);
      String edited = text(file);
      if (edited.isBlank() || edited.equals(before)) {
        report(Optional.empty());
        return ExitCode.OK.number();
      }
      kept = true; // until it is written: what a person typed is not thrown away
      EditText mine = read(edited, file);
      report(stores.use(settings, opened -> write(opened, base.get(), mine, file)));
      kept = false;
      return ExitCode.OK.number();
    } finally {
      if (!kept) {
        Files.deleteIfExists(file);
      }
    }
  }

  private Optional<EditText> found(MemoryStore opened) {
    Optional<EditText> found = now(opened);
    if (found.isEmpty()) {
      output.notice(
          "No entity has the name '%s'%s; to make one: quire add"
              .formatted(
                  Output.visible(name),
                  NamesLike.in(opened, name)
                      .map(like -> "; the nearest is '%s'".formatted(Output.visible(like)))
                      .orElse("")));
    }
    return found;
  }

  private Optional<EditText> now(MemoryStore opened) {
    Graph graph;
    try (GraphSnapshot snapshot = opened.read(new Selection.Named(List.of(name)))) {
      graph = snapshot.toGraph();
    }
    return graph.entities().stream()
        .findFirst()
        .map(entity -> EditText.of(entity, graph.relations()));
  }

  /** The folder is its user's alone: the file holds a memory. */
  private Path file() throws IOException {
    Path folder =
        StateFolder.make(
            StateFolder.of(surroundings.variables(), surroundings.home(), surroundings.system())
                .resolve("edits"));
    return Files.createTempFile(folder, "edit-", ".md");
  }

  private void open(Path file) throws IOException, InterruptedException {
    boolean windows = surroundings.system().startsWith("Windows");
    String editor =
        surroundings
            .variable("VISUAL")
            .or(() -> surroundings.variable("EDITOR"))
            .orElse(windows ? "notepad" : "vi");
    // A shell reads it, as for every other program: it may have flags.
    List<String> command =
        windows
            ? List.of("cmd", "/c", editor + " \"" + file + "\"")
            : List.of("/bin/sh", "-c", editor + " \"$1\"", "sh", file.toString());
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new ConfigurationException(
          "The editor %s ended with %d; nothing was written. Set VISUAL or EDITOR to the one you use"
              .formatted(editor, exit));
    }
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException other) {
      throw new StoreRefusedException(
          "Cannot write what you edited: the editor did not save it as UTF-8; nothing was written."
              + " Set the editor to UTF-8 and edit again",
          other);
    }
  }

  private EditText read(String edited, Path file) {
    try {
      return EditText.read(edited, name);
    } catch (EditText.UnreadableException unclear) {
      throw new StoreRefusedException(
          "Cannot write what you edited: %s. Nothing was written; your text is in %s, to be taken over with quire edit"
              .formatted(unclear.getMessage(), file));
    }
  }

  private Optional<EditPlan> write(MemoryStore opened, EditText base, EditText mine, Path file) {
    for (int attempt = 1; ; attempt++) {
      EditText now = now(opened).orElseThrow(() -> refused("the entity, which is gone", file));
      EditPlan plan = EditPlan.of(name, base, mine, now);
      if (!plan.conflicts().isEmpty()) {
        throw refused(String.join("; ", plan.conflicts()), file);
      }
      if (plan.isNothing()) {
        return Optional.empty();
      }
      try {
        opened.amend(plan.amendment(), PERSON);
        return Optional.of(plan);
      } catch (StoreRefusedException refusal) {
        if (Optional.of(now).equals(now(opened))) {
          throw new StoreRefusedException(
              "%s. Your text is in %s".formatted(refusal.getMessage(), file), refusal);
        }
        if (attempt == ATTEMPTS) {
          throw refused("the entity, again and again", file);
        }
      }
    }
  }

  private StoreRefusedException refused(String what, Path file) {
    return new StoreRefusedException(
        "Cannot write what you edited: others have changed meanwhile %s. Nothing was written; your text is in %s. Look with quire history what they did, then take over what still holds with quire edit"
            .formatted(what, file));
  }

  private void report(Optional<EditPlan> plan) {
    List<Subject> removals = plan.map(EditPlan::removals).orElse(List.of());
    List<Subject> additions = plan.map(EditPlan::additions).orElse(List.of());
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeStringProperty("name", name);
            out.writeNumberProperty("removed", removals.size());
            out.writeNumberProperty("added", additions.size());
            out.writeEndObject();
          });
    } else if (plan.isEmpty()) {
      output.line("Nothing was changed");
    } else {
      removals.forEach(fact -> output.line("- " + Output.visible(Facts.text(fact))));
      additions.forEach(fact -> output.line("+ " + Output.visible(Facts.text(fact))));
      output.line("To take it back: quire undo --yes");
    }
  }
}
