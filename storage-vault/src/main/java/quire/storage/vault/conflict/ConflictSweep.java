package quire.storage.vault.conflict;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import quire.storage.vault.index.ConflictNames;
import quire.storage.vault.index.Note;
import quire.storage.vault.index.NoteReader;
import quire.storage.vault.index.VaultIndex;
import quire.storage.vault.tree.NotePaths;

/** Finds the copies that sync tools make of notes, by identity first and by name second. */
public final class ConflictSweep {
  private static final String DUMP = "lost_and_found/";
  private static final double ALIKE = 0.8;

  private final VaultIndex index;
  private final NoteReader reader;
  private final List<Conflict> conflicts = new ArrayList<>();
  private final Set<String> explained = new HashSet<>();

  private ConflictSweep(VaultIndex index, NoteReader reader) {
    this.index = index;
    this.reader = reader;
  }

  public static List<Conflict> of(VaultIndex index, NoteReader reader) throws IOException {
    ConflictSweep sweep = new ConflictSweep(index, reader);
    sweep.sameIds();
    TreeMap<String, Note> notes = new TreeMap<>();
    index.notes().forEach(note -> notes.put(note.path(), note));
    for (Note note : notes.values()) {
      if (note.kind() != Note.Kind.OUTSIDE) {
        sweep.look(note);
      }
    }
    sweep.sameStems();
    return sweep.conflicts;
  }

  private void sameIds() throws IOException {
    for (Map.Entry<String, List<String>> shared : index.sharedIds().entrySet()) {
      String base = index.elected(shared.getKey());
      for (String copy : shared.getValue()) {
        if (!copy.equals(base)) {
          report(Conflict.Kind.COPY, base, copy, toolOf(copy, base));
        }
      }
    }
  }

  private static String toolOf(String copy, String base) {
    return ConflictNames.readings(Note.stemOf(copy)).stream()
        .filter(marked -> marked.sure() || marked.base().equals(Note.stemOf(base)))
        .map(ConflictNames.Marked::tool)
        .findFirst()
        .orElse("same identity");
  }

  private void look(Note note) throws IOException {
    if (!note.trouble().isEmpty() && note.trouble().contains("merge")) {
      report(Conflict.Kind.MARKERS, note.path(), note.path(), "git");
    }
    if (explained.contains(note.path())) {
      return;
    }
    if (("/" + note.path()).contains("/" + DUMP)) {
      report(Conflict.Kind.DUMPED, note.path(), note.path(), "Google Drive");
      return;
    }
    for (ConflictNames.Marked marked : ConflictNames.readings(note.stem())) {
      if (explain(note, marked)) {
        return;
      }
    }
  }

  /** {@return whether this reading of the name was the right one} */
  private boolean explain(Note note, ConflictNames.Marked marked) throws IOException {
    String path = NotePaths.folder(note.path()) + marked.base() + NotePaths.EXTENSION;
    Optional<Note> base = index.note(path);
    if (base.isEmpty()) {
      if (marked.sure()) {
        report(Conflict.Kind.ORPHAN, note.path(), note.path(), marked.tool());
      }
      return marked.sure();
    }
    boolean otherIdentity = !note.id().isEmpty() && !base.get().id().isEmpty();
    if (otherIdentity || !(marked.sure() || areAlike(note.path(), path))) {
      return false;
    }
    report(Conflict.Kind.COPY, path, note.path(), marked.tool());
    return true;
  }

  private boolean areAlike(String one, String other) throws IOException {
    Set<String> lines = lines(one);
    Set<String> otherLines = lines(other);
    long shared = lines.stream().filter(otherLines::contains).count();
    return shared >= ALIKE * Math.max(lines.size(), otherLines.size());
  }

  private Set<String> lines(String path) throws IOException {
    String text = new String(reader.content(path).bytes(), StandardCharsets.UTF_8);
    Set<String> lines = new HashSet<>(text.lines().map(String::strip).toList());
    lines.remove("");
    return lines;
  }

  private void sameStems() throws IOException {
    for (List<String> paths : index.sharedStems().values()) {
      for (String path : paths) {
        boolean first = path.equals(paths.getFirst());
        if (!first && NotePaths.folder(path).equals(NotePaths.folder(paths.getFirst()))) {
          report(Conflict.Kind.CASE, paths.getFirst(), path, "names that differ only in case");
        }
      }
    }
  }

  private void report(Conflict.Kind kind, String base, String copy, String tool)
      throws IOException {
    explained.add(copy);
    boolean differ = kind == Conflict.Kind.COPY;
    conflicts.add(
        new Conflict(
            kind,
            base,
            copy,
            tool,
            differ ? missing(base, copy) : List.of(),
            differ ? missing(copy, base) : List.of()));
  }

  /** {@return the facts of one note that the other lacks} */
  private List<String> missing(String from, String in) {
    List<String> facts = new ArrayList<>(facts(from));
    facts.removeAll(facts(in));
    return facts;
  }

  private List<String> facts(String path) {
    Note note = index.note(path).orElseThrow();
    List<String> facts = new ArrayList<>(note.texts());
    note.relations().forEach(relation -> facts.add(relation.toString()));
    return facts;
  }
}
