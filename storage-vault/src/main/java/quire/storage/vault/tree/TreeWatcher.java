package quire.storage.vault.tree;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets the system say which notes changed. Only an accelerator: events get lost, folders are
 * registered late, and some systems have none to give; looking at the tree is the guarantee.
 */
public final class TreeWatcher implements AutoCloseable {
  private final VaultPlaces places;
  private final Map<WatchKey, Path> folders = new HashMap<>();
  private final Set<Path> registered = new HashSet<>();
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
    if (!wanted || polls) {
      watcher.state = "off";
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

  public Events events() {
    List<String> notes = new ArrayList<>();
    boolean lookEverywhere = false;
    WatchKey key = service.poll();
    while (key != null) {
      Path folder = folders.get(key);
      for (WatchEvent<?> event : key.pollEvents()) {
        if (folder == null || event.kind().equals(StandardWatchEventKinds.OVERFLOW)) {
          lookEverywhere = true;
        } else if (event.context() instanceof Path name) {
          boolean note = NotePaths.isNote(name.toString());
          boolean other = name.toString().contains(".");
          if (note) {
            notes.add(places.relative(folder.resolve(name)));
          }
          lookEverywhere |= !note && !other; // a folder, as far as can be told from its name
        }
      }
      if (!key.reset()) {
        registered.remove(folders.remove(key));
        lookEverywhere = true;
      }
      key = service.poll();
    }
    return new Events(notes, lookEverywhere);
  }

  public void watch(List<Path> tree) {
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
    state = "not available (" + reason.getMessage() + ")";
    Log.of(TreeWatcher.class)
        .log(
            System.Logger.Level.WARNING,
            "The system cannot report changes in {0}: {1}. Changes by hand are still found, by"
                + " looking every few seconds",
            places.root(),
            reason.getMessage());
    close();
  }

  public String state() {
    return state;
  }

  @Override
  public void close() {
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
