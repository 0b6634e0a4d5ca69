package quire.storage.vault.tree;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import quire.api.spi.FileFailure;

/**
 * Lets the system say which notes changed. Only an accelerator: events get lost, folders are
 * registered late, and some systems have none to give; looking at the tree is the guarantee.
 */
public final class TreeWatcher implements AutoCloseable {
  /** What it means for people, wherever it is told. */
  private static final String LOOKING =
      ": changes made by hand are found by looking at every note every few seconds";

  private final VaultPlaces places;
  private final Map<WatchKey, Path> folders = new HashMap<>();
  private final Set<Path> registered = new HashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private boolean lookEverywhere;
  private WatchService service;
  private String state = "watching";

  private TreeWatcher(VaultPlaces places, WatchService service) {
    this.places = places;
    this.service = service;
  }

  /** {@return a watcher, or one that never reports anything where there cannot be one} */
  public static TreeWatcher of(VaultPlaces places, boolean wanted) {
    TreeWatcher watcher = new TreeWatcher(places, new NoWatchService());
    boolean polls = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    Optional<String> network = places.network();
    if (!wanted || polls || network.isPresent()) {
      String reason =
          network.map(type -> "off, because the disk is a network's (" + type + ")").orElse("off");
      watcher.state = reason + LOOKING;
      return watcher;
    }
    try {
      watcher.service = FileSystems.getDefault().newWatchService();
    } catch (IOException e) {
      watcher.giveUp(e);
    }
    return watcher;
  }

  /** What was reported since the last call. */
  public record Events(List<String> notes, boolean lookEverywhere) {}

  public synchronized Events events() {
    gather();
    Events events = new Events(List.copyOf(notes), lookEverywhere);
    notes.clear();
    lookEverywhere = false;
    return events;
  }

  /**
   * Takes over what was reported so far. Whoever writes many notes does this on the way: of what
   * nobody takes over, the platform keeps 512 events of each folder, and then the whole tree has to
   * be looked at.
   */
  public synchronized void gather() {
    WatchKey key = service.poll();
    while (key != null) {
      Path folder = folders.get(key);
      for (WatchEvent<?> event : key.pollEvents()) {
        if (folder == null || event.kind().equals(StandardWatchEventKinds.OVERFLOW)) {
          lookEverywhere = true;
        } else if (event.context() instanceof Path name) {
          Path path = folder.resolve(name);
          if (NotePaths.isNote(name.toString())) {
            notes.add(places.relative(path));
          } else {
            lookEverywhere |= isFolder(path, event.kind());
          }
        }
      }
      if (!key.reset()) {
        registered.remove(folders.remove(key));
        lookEverywhere = true;
      }
      key = service.poll();
    }
  }

  /** A folder that came, went or was exchanged; its own time changes with each file in it. */
  private boolean isFolder(Path path, WatchEvent.Kind<?> kind) {
    boolean known = registered.contains(path);
    boolean modified = kind.equals(StandardWatchEventKinds.ENTRY_MODIFY);
    boolean hidden = NotePaths.isHidden(String.valueOf(path.getFileName()));
    return !hidden && !(known && modified) && (known || Files.isDirectory(path));
  }

  public synchronized void watch(List<Path> tree) {
    for (Path folder : tree) {
      if (service instanceof NoWatchService) {
        return;
      }
      if (registered.add(folder)) {
        register(folder);
      }
    }
  }

  private void register(Path folder) {
    try {
      WatchKey key =
          folder.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      folders.put(key, folder);
    } catch (NoSuchFileException | NotDirectoryException e) {
      registered.remove(folder); // it went away meanwhile; the next look tells
    } catch (IOException e) {
      giveUp(e);
    }
  }

  private void giveUp(IOException reason) {
    state = "not available (" + FileFailure.text(reason) + ")" + LOOKING;
    Log.of(TreeWatcher.class)
        .log(
            System.Logger.Level.WARNING,
            "The system cannot report changes in {0}: {1}. Changes by hand are still found, by"
                + " looking every few seconds",
            places.root(),
            FileFailure.text(reason));
    close();
  }

  /** {@return whether the system reports changes, so that no report means no change} */
  public synchronized boolean reports() {
    return !(service instanceof NoWatchService);
  }

  public synchronized String state() {
    return state;
  }

  @Override
  public synchronized void close() {
    try {
      service.close();
    } catch (IOException e) {
      Log.of(TreeWatcher.class).log(System.Logger.Level.DEBUG, "The watcher did not close", e);
    }
    service = new NoWatchService();
    folders.clear();
  }

  /** Reports nothing. */
  private static final class NoWatchService implements WatchService {
    @Override
    public void close() {
      // Nothing is open.
    }

    @Override
    public @Nullable WatchKey poll() {
      return null;
    }

    @Override
    public @Nullable WatchKey poll(long timeout, TimeUnit unit) {
      return null;
    }

    @Override
    public WatchKey take() {
      throw new UnsupportedOperationException("Nothing is ever reported");
    }
  }
}
