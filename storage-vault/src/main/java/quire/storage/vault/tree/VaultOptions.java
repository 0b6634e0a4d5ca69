package quire.storage.vault.tree;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings that only a vault has.
 *
 * @param stateDirectory where the lock and the change log live; empty for the system's own place
 * @param remoteState accept a state directory that looks as if it were on a network
 * @param readOnly refuse every write
 * @param folder the part of the vault that is the store, relative; empty for all of it
 * @param lockWait how long a write waits for other writers
 * @param noteBytes the largest note that is read or written
 * @param watch let the system report changes instead of only looking for them
 */
public record VaultOptions(
    Optional<Path> stateDirectory,
    boolean remoteState,
    boolean readOnly,
    String folder,
    Duration lockWait,
    int noteBytes,
    boolean watch) {
  /** The folder may be anywhere, so it is the user's to name and not a project's. */
  public static final String STATE_DIRECTORY = "state-dir";

  private static final String REMOTE_STATE = "allow-remote-state";
  private static final String READ_ONLY = "read-only";
  private static final String FOLDER = "folder";
  private static final String LOCK_WAIT = "lock-wait-millis";
  private static final String NOTE_BYTES = "note-bytes";
  private static final String WATCH = "watch";

  public static final Set<String> NAMES =
      Set.of(STATE_DIRECTORY, REMOTE_STATE, READ_ONLY, FOLDER, LOCK_WAIT, NOTE_BYTES, WATCH);

  private static final int LARGEST_NOTE = 64 << 20;

  /** {@return the options of a vault whose lock and log are in this folder} */
  public static Map<String, String> withState(Path folder) {
    return Map.of(STATE_DIRECTORY, folder.toString());
  }

  /**
   * {@return what is set}
   *
   * @param patience how long a call may wait, unless a write's own time is set
   * @throws IllegalArgumentException if a value is not understood
   */
  public static VaultOptions of(Map<String, String> options, Duration patience) {
    return new VaultOptions(
        Optional.ofNullable(options.get(STATE_DIRECTORY)).map(Path::of),
        flag(options, REMOTE_STATE, false),
        flag(options, READ_ONLY, false),
        folder(options.getOrDefault(FOLDER, "")),
        Duration.ofMillis(number(options, LOCK_WAIT, Math.toIntExact(patience.toMillis()))),
        number(options, NOTE_BYTES, LARGEST_NOTE),
        flag(options, WATCH, true));
  }

  private static boolean flag(Map<String, String> options, String name, boolean unless) {
    String value = options.getOrDefault(name, String.valueOf(unless));
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(name + " must be true or false, not \"" + value + "\"");
    }
    return value.equals("true");
  }

  private static int number(Map<String, String> options, String name, int unless) {
    String value = options.getOrDefault(name, String.valueOf(unless));
    try {
      int number = Integer.parseInt(value);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(wrongNumber(name, value), e);
    }
    throw new IllegalArgumentException(wrongNumber(name, value));
  }

  private static String wrongNumber(String name, String value) {
    return name + " must be a whole number above 0, not \"" + value + "\"";
  }

  private static String folder(String value) {
    String folder = value.replace('\\', '/').replaceAll("/+$", "");
    boolean escapes =
        folder.startsWith("/")
            || folder.contains(":")
            || folder.indexOf('\0') >= 0
            || Arrays.stream(folder.split("/")).anyMatch(part -> part.startsWith("."));
    if (escapes) {
      throw new IllegalArgumentException(
          "folder must be a folder inside the vault such as memory/agents, not \"" + value + "\"");
    }
    return folder;
  }
}
