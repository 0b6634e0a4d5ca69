package quire.api.spi;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.ReadOnlyFileSystemException;

/**
 * What a failure of the platform is to a person, whatever the operating system, Java or a database
 * call it. A message joins {@link #words()}, what holds now, and {@link #remedy()}.
 */
public enum Trouble {
  DISK_FULL("the disk or a quota is full", "Make room, then repeat the call"),
  DISK_FAILED(
      "the disk or the file system failed",
      "Check both, then repeat the call; if it fails again, run quire doctor"),
  READ_ONLY(
      "the file or its folder is read-only",
      "Make both writable for this user, then repeat the call"),
  NO_PERMISSION(
      "this user may not use the file or its folder",
      "Make both readable and writable for this user, then repeat the call"),
  TOO_MANY_FILES(
      "too many files are open", "Close other programs or raise the limit, then repeat the call"),
  NO_MEMORY("there is too little memory", "Raise the heap or stop other programs"),
  NO_LOCK(
      "the file system gives no locks",
      "Put the store on a local disk; a network folder is not supported"),
  GONE("the file or its folder is not there", "Put it back, then repeat the call"),
  NO_PLACE(
      "no file can be at this place", "Check each folder of the path, or choose another place"),
  TOO_LARGE("the file would exceed a limit of the system", "Raise the limit, or send less"),
  DAMAGED(
      "the file is damaged",
      "It was left as it is; copy it away before anything else, then restore a backup"),
  NO_STORE(
      "the file is not a database",
      "It was left as it is; copy it away before anything else, then restore a backup or choose"
          + " another file"),
  IN_USE("another program is using it", "Repeat the call"),
  OTHER(
      "the system refused it in a way that Quire does not know",
      "Repeat the call; if it fails again, run quire doctor");

  private final String words;
  private final String remedy;

  Trouble(String words, String remedy) {
    this.words = words;
    this.remedy = remedy;
  }

  /** {@return what is wrong, to be read after a colon} */
  public String words() {
    return words;
  }

  /** {@return what the reader can do, as a sentence without its stop} */
  public String remedy() {
    return remedy;
  }

  /** {@return what this failure of a file is} */
  public static Trouble of(IOException failure) {
    return failure instanceof FileSystemLoopException
        ? NO_PLACE
        : SystemError.of(failure).map(SystemError::trouble).orElse(OTHER);
  }

  /** {@return what this failure of a file system is} */
  public static Trouble of(ReadOnlyFileSystemException failure) {
    return READ_ONLY;
  }
}
