package quire.storage.vault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import quire.api.Author;
import quire.storage.vault.format.Link;
import quire.storage.vault.format.WrittenRelation;
import quire.storage.vault.index.Note;
import quire.storage.vault.write.DisturbedException;
import quire.storage.vault.write.WritePlan;

/** Tidies up what crashes and renames leave behind. Facts stay as they are. */
final class VaultRepair {
  private static final Author AUTHOR = new Author("quire vault repair", "");

  private VaultRepair() {}

  /** {@return what was done, or would be if this is a dry run} */
  static List<String> run(VaultMemoryStore store, boolean dry) {
    List<String> done = new ArrayList<>(store.write("repair", AUTHOR, plan -> links(plan, dry)));
    for (Path leftover : store.leftovers()) {
      done.add("Remove the temporary file " + leftover);
      if (!dry) {
        store.removeLeftover(leftover);
      }
    }
    return done;
  }

  /** Links to notes that were renamed get the present name. */
  private static List<String> links(WritePlan plan, boolean dry) throws DisturbedException {
    List<String> done = new ArrayList<>();
    for (Note note : plan.index().graphNotes()) {
      Map<WrittenRelation, Link> renewed =
          note.trouble().isEmpty() ? renewed(plan, note) : Map.of();
      renewed.forEach(
          (written, link) ->
              done.add("%s: link %s instead of %s".formatted(note.path(), link, written.link())));
      if (!dry && !renewed.isEmpty()) {
        plan.open(note).relink(renewed);
      }
    }
    return done;
  }

  private static Map<WrittenRelation, Link> renewed(WritePlan plan, Note note) {
    Map<WrittenRelation, Link> renewed = new LinkedHashMap<>();
    for (WrittenRelation written : note.relations()) {
      if (plan.index().isOutdated(written.link())) {
        plan.logName(plan.index().meaning(written.link()));
        renewed.put(written, plan.index().renewed(written.link()));
      }
    }
    return renewed;
  }

  /** {@return relations that lead to no note, as after a rename that left no trace} */
  static List<String> dangling(VaultMemoryStore store) {
    return store.write(
        "repair",
        AUTHOR,
        plan -> {
          List<String> dangling = new ArrayList<>();
          for (Note note : plan.index().graphNotes()) {
            for (WrittenRelation written : note.relations()) {
              if (plan.index().owner(plan.index().meaning(written.link())).isEmpty()) {
                dangling.add("%s: \"%s\" leads to no note".formatted(note.path(), written));
              }
            }
          }
          return dangling;
        });
  }
}
