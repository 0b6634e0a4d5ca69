package quire.storage.vault.tree;

import java.util.Locale;

/** Which files of a vault are notes. */
public final class NotePaths {
  public static final String EXTENSION = ".md";

  /** Obsidian's own folder for deleted notes. */
  public static final String TRASH = ".trash/";

  private static final String TEMPORARY_PREFIX = ".~quire-";
  private static final String TEMPORARY_SUFFIX = ".tmp";

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

  /** {@return whether a path leads into a folder that is not part of the store} */
  public static boolean isBesideTheStore(String path) {
    return path.startsWith(TRASH) || path.contains("/.");
  }

  /** {@return the name of a write's temporary file; no sync tool and no Obsidian looks at it} */
  public static String temporary(String nonce, int number) {
    return TEMPORARY_PREFIX + nonce + "-" + number + TEMPORARY_SUFFIX;
  }

  /** {@return the name by which a write holds on to the content that it replaces} */
  public static String preImage(String nonce, int number) {
    return TEMPORARY_PREFIX + nonce + "-" + number + "p" + TEMPORARY_SUFFIX;
  }

  static boolean isTemporary(String fileName) {
    return fileName.startsWith(TEMPORARY_PREFIX) && fileName.endsWith(TEMPORARY_SUFFIX);
  }

  /** {@return the folder of a path, with its slash; empty for the root} */
  public static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}
