package quire.storage.vault.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import quire.storage.vault.index.Note;
import quire.storage.vault.index.NoteReader;
import quire.storage.vault.tree.NotePaths;
import quire.storage.vault.tree.VaultPlaces;

/** The notes in the trash of a vault, be it that agents deleted them or a person in Obsidian. */
final class TrashedNotes {
  /** What makes a name of its own in the trash. */
  private static final Pattern MARK = Pattern.compile(" ~[0-9A-Za-z]{10,26}$");

  private TrashedNotes() {}

  /**
   * A note in the trash.
   *
   * @param name that of the entity it stood for
   */
  record Trashed(Note note, String name, NoteReader.Content content) {}

  static List<Trashed> of(VaultPlaces places, NoteReader reader) throws IOException {
    List<Trashed> notes = new ArrayList<>();
    Path folder = places.root().resolve(NotePaths.TRASH);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return notes;
    }
    List<Path> files;
    try (Stream<Path> tree = Files.walk(folder)) {
      files = tree.filter(TrashedNotes::isNote).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path file : files) {
      add(notes, places.relative(file), reader);
    }
    return notes;
  }

  private static boolean isNote(Path file) {
    return file.toString().endsWith(NotePaths.EXTENSION)
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static void add(List<Trashed> notes, String path, NoteReader reader) throws IOException {
    try {
      NoteReader.Content content = reader.content(path);
      Note note = NoteReader.parse(path, content);
      boolean namedByFile = note.name().equals(note.stem());
      String name = namedByFile ? MARK.matcher(note.stem()).replaceFirst("") : note.name();
      notes.add(new Trashed(note, name, content));
    } catch (NoSuchFileException e) {
      // Somebody emptied the trash just now.
    }
  }
}
