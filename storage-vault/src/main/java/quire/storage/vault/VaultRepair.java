package quire.storage.vault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import quire.api.Author;
import quire.storage.vault.format.WrittenRelation;
import quire.storage.vault.index.Note;
import quire.storage.vault.write.DisturbedException;
import quire.storage.vault.write.Draft;
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
      for (WrittenRelation written : note.relations()) {
        String meant = plan.index().meaning(written.link());
        Optional<Note> target = plan.index().owner(meant);
        boolean broken =
            target.isPresent()
                && plan.index().pathsOfStem(written.link().target()).isEmpty()
                && !written.link().target().contains("/");
        if (broken && note.trouble().isEmpty()) {
          done.add("%s: link to %s instead of %s".formatted(note.path(), meant, written.link()));
          if (!dry) {
            Draft draft = plan.open(note);
            draft.remove(written);
            draft.add(new WrittenRelation(written.type(), plan.index().linkTo(meant)));
          }
        }
      }
    }
    return done;
  }
}
