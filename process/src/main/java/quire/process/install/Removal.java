package quire.process.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes away what {@code quire install} and upgrades brought: the versions, the pointers to them,
 * the links from outside. Whatever else lies in the folder stays, a store above all.
 */
public final class Removal {
  private static final List<String> OWN =
      List.of("current", "previous", ".current.draft", ".previous.draft", ".upgrade.lck");

  private final Installations installations;
  private final Links links;

  public Removal(Installations installations) {
    this.installations = installations;
    links = new Links(installations);
  }

  /** {@return what would be taken away} */
  public List<Path> preview() throws IOException {
    List<Path> all = new ArrayList<>(links.all());
    all.addAll(pointers());
    all.addAll(versions());
    return all;
  }

  /** {@return the folders of the versions here} */
  public List<Path> versions() throws IOException {
    try (Stream<Path> folders = Files.list(installations.root())) {
      return folders
          .filter(folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))
          .filter(Removal::holdsAVersion)
          .sorted()
          .toList();
    }
  }

  private static boolean holdsAVersion(Path folder) {
    try {
      return !Manifest.of(folder).lines().isEmpty();
    } catch (InstallationException other) {
      return folder.getFileName().toString().equals(".upgrade");
    }
  }

  private List<Path> pointers() {
    return OWN.stream()
        .map(installations.root()::resolve)
        .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
        .toList();
  }

  /**
   * Takes all of it away, the links first, so that nothing leads to a version that is half gone.
   *
   * @return what is left in the folder; empty if the folder is gone too
   */
  public List<Path> carryOut() throws IOException {
    links.remove();
    for (Path pointer : pointers()) {
      Files.delete(pointer);
    }
    for (Path version : versions()) {
      Delivery.discard(version);
    }
    Links.removeIfEmpty(installations.root());
    if (!Files.exists(installations.root())) {
      return List.of();
    }
    try (Stream<Path> left = Files.list(installations.root())) {
      return left.sorted().toList();
    }
  }
}
