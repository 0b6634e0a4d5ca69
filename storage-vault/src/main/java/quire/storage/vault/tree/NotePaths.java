package quire.storage.vault.tree;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which files of a vault are notes. */
public final class NotePaths {
  public static final String EXTENSION = ".md";

  /** Obsidian's own folder for deleted notes. */
  public static final String TRASH = ".trash/";

  private static final String TEMPORARY_PREFIX = ".~quire-";
  private static final String TEMPORARY_SUFFIX = ".tmp";

  /** In bytes, on every file system that is in use. */
  private static final int LONGEST_NAME = 255;

  private NotePaths() {}

  static boolean isNote(String fileName) {
    return fileName.endsWith(EXTENSION) && !isHidden(fileName);
  }

  /** {@return whether tools keep such files and folders for themselves} */
  static boolean isHidden(String fileName) {
    return fileName.startsWith(".")
        || fileName.startsWith("~$")
        || fileName.startsWith("~syncthing~")
        || fileName.toLowerCase(Locale.ROOT).endsWith(TEMPORARY_SUFFIX);
  }

  /** {@return the names under which sync tools leave a mark for a note that only the cloud has} */
  static List<String> placeholders(String fileName) {
    return List.of("." + fileName + ".icloud", fileName + ".nextcloud", fileName + ".owncloud");
  }

  /** {@return the note for which a file of this name is such a mark} */
  static Optional<String> hiddenNote(String fileName) {
    int end = fileName.lastIndexOf('.');
    int start = fileName.startsWith(".") ? 1 : 0;
    if (end <= start) {
      return Optional.empty();
    }
    String note = fileName.substring(start, end);
    return isNote(note) && placeholders(note).contains(fileName)
        ? Optional.of(note)
        : Optional.empty();
  }

  /** {@return whether a path leads into a folder that is not part of the store} */
  public static boolean isBesideTheStore(String path) {
    return path.startsWith(TRASH) || path.contains("/.");
  }

  /** {@return the name of a write's temporary file; no sync tool and no Obsidian looks at it} */
  public static String temporary(String nonce, int number) {
    return TEMPORARY_PREFIX + nonce + "-" + number + TEMPORARY_SUFFIX;
  }

  /** {@return the second name of a trial's temporary file} */
  public static String renamed(String temporary) {
    return temporary.replace(TEMPORARY_SUFFIX, "r" + TEMPORARY_SUFFIX);
  }

  /** {@return a note's name of these parts, the first cut to what a file's name may have} */
  public static String fitting(String stem, String suffix) {
    String name = stem + suffix + EXTENSION;
    int end = stem.length();
    while (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME && end > 0) {
      end = stem.offsetByCodePoints(end, -1);
      name = stem.substring(0, end) + suffix + EXTENSION;
    }
    return name;
  }

  static boolean isTemporary(String fileName) {
    return fileName.startsWith(TEMPORARY_PREFIX) && fileName.endsWith(TEMPORARY_SUFFIX);
  }

  public static String withoutExtension(String path) {
    return path.substring(0, path.length() - EXTENSION.length());
  }

  /** {@return the folder of a path, with its slash; empty for the root} */
  public static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}
