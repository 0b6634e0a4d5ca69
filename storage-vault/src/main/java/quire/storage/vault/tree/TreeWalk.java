package quire.storage.vault.tree;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One look at the whole tree: which notes there are and what keeps others from being seen. */
public final class TreeWalk extends SimpleFileVisitor<Path> {
  private final VaultPlaces places;
  private final Map<String, Found> notes = new LinkedHashMap<>();
  private final List<Path> folders = new ArrayList<>();
  private final List<String> unreadableFolders = new ArrayList<>();
  private final List<String> undecodable = new ArrayList<>();
  private final List<String> placeholders = new ArrayList<>();
  private final List<Path> temporaries = new ArrayList<>();

  /** What the walk says of a note, without reading it. */
  public record Found(long size, long modified) {
    public boolean matches(NoteStamp stamp) {
      return size == stamp.size() && modified == stamp.modified();
    }
  }

  private TreeWalk(VaultPlaces places) {
    this.places = places;
  }

  public static TreeWalk of(VaultPlaces places) throws IOException {
    TreeWalk walk = new TreeWalk(places);
    Files.walkFileTree(places.root(), walk);
    return walk;
  }

  public Map<String, Found> notes() {
    return notes;
  }

  public List<Path> folders() {
    return folders;
  }

  public List<String> unreadableFolders() {
    return unreadableFolders;
  }

  public List<String> undecodable() {
    return undecodable;
  }

  /** {@return the notes that a cloud has but this machine has not yet} */
  public List<String> placeholders() {
    return placeholders;
  }

  public List<Path> temporaries() {
    return temporaries;
  }

  /** {@return whether the walk could not see if there is a note at this path} */
  public boolean isHidden(String path) {
    return placeholders.contains(path)
        || unreadableFolders.stream().anyMatch(folder -> path.startsWith(folder + "/"));
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    boolean isRoot = folder.equals(places.root());
    if (!isRoot && (NotePaths.isHidden(name(folder)) || VaultPlaces.isVault(folder))) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    if (isUndecodable(folder)) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    folders.add(folder);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    String name = name(file);
    if (NotePaths.isTemporary(name)) {
      temporaries.add(file);
    } else if (NotePaths.hiddenNote(name).isPresent()) {
      placeholders.add(relative(file.resolveSibling(NotePaths.hiddenNote(name).get())));
    } else if (NotePaths.isNote(name) && !isUndecodable(file)) {
      note(file, attributes);
    }
    return FileVisitResult.CONTINUE;
  }

  private void note(Path file, BasicFileAttributes attributes) {
    Optional<BasicFileAttributes> target =
        attributes.isSymbolicLink() ? outsideTarget(file) : Optional.of(attributes);
    target
        .filter(BasicFileAttributes::isRegularFile)
        .ifPresent(
            found ->
                notes.put(
                    relative(file),
                    new Found(found.size(), found.lastModifiedTime().to(TimeUnit.NANOSECONDS))));
  }

  /** {@return what a link leads to, unless it is a note of this vault that is met as itself} */
  private Optional<BasicFileAttributes> outsideTarget(Path link) {
    try {
      return link.toRealPath().startsWith(places.root())
          ? Optional.empty()
          : Optional.of(Files.readAttributes(link, BasicFileAttributes.class));
    } catch (IOException e) {
      return Optional.empty(); // it leads nowhere
    }
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    if (file.equals(places.root())) {
      throw failure;
    }
    if (!(failure instanceof NoSuchFileException)) {
      unreadableFolders.add(relative(file));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
    if (failure != null) {
      unreadableFolders.add(relative(folder));
    }
    return FileVisitResult.CONTINUE;
  }

  /** The system could not turn the name's bytes into text, so the file cannot be named back. */
  private boolean isUndecodable(Path path) {
    boolean undecodable = name(path).indexOf('\uFFFD') >= 0;
    if (undecodable) {
      this.undecodable.add(relative(path));
    }
    return undecodable;
  }

  private String relative(Path path) {
    return places.relative(path);
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }
}
