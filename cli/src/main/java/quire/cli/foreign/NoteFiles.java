package quire.cli.foreign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import quire.api.Limits;
import quire.cli.intake.ForeignSource;

/**
 * Notes in Markdown that stand for an entity each, as those of basic-memory: one of them, or all in
 * a folder and those below it.
 */
record NoteFiles(Path path, Limits limits) implements ForeignSource {
  /** Notes are read whole. */
  private static final long LARGEST = 16L << 20;

  /** Makes pieces of a note. */
  interface Reading {
    NotePieces pieces(MarkdownNote note, String stem, Optional<Instant> written);
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    for (Path file : files(path)) {
      read(file, visitor, NotePieces::ofNote);
    }
  }

  /** {@return the notes, in the order of their names} What is hidden is a program's own. */
  static List<Path> files(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of(root);
    }
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean hidden = folder.getFileName().toString().startsWith(".");
            return hidden && !folder.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (ForeignSources.isNote(file)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }

  void read(Path file, Visitor visitor, Reading reading) throws IOException {
    String part = file.equals(path) ? "" : path.relativize(file).toString();
    if (Files.size(file) > LARGEST) {
      visitor.piece(new Place(part, 1), NotePieces.left("the note is too large", file.toString()));
      return;
    }
    MarkdownNote note =
        MarkdownNote.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    String stem = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    reading
        .pieces(note, stem, Optional.of(Files.getLastModifiedTime(file).toInstant()))
        .forEach((line, piece) -> visitor.piece(new Place(part, line), piece.within(limits)));
  }
}
