package quire.api.spi;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Map;

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

  /** The messages of the C library; Java tells these and no numbers. */
  private static final Map<String, Trouble> REASONS =
      Map.ofEntries(
          Map.entry("No space left on device", DISK_FULL),
          Map.entry("Disk quota exceeded", DISK_FULL),
          Map.entry("Input/output error", DISK_FAILED),
          Map.entry("Remote I/O error", DISK_FAILED),
          Map.entry("Structure needs cleaning", DISK_FAILED),
          Map.entry("Bad message", DISK_FAILED),
          Map.entry("No such device", DISK_FAILED),
          Map.entry("No such device or address", DISK_FAILED),
          Map.entry("Stale file handle", DISK_FAILED),
          Map.entry("Transport endpoint is not connected", DISK_FAILED),
          Map.entry("Connection timed out", DISK_FAILED),
          Map.entry("Host is down", DISK_FAILED),
          Map.entry("Link has been severed", DISK_FAILED),
          Map.entry("No medium found", DISK_FAILED),
          Map.entry("Read-only file system", READ_ONLY),
          Map.entry("Permission denied", NO_PERMISSION),
          Map.entry("Operation not permitted", NO_PERMISSION),
          Map.entry("Required key not available", NO_PERMISSION),
          Map.entry("Too many open files", TOO_MANY_FILES),
          Map.entry("Too many open files in system", TOO_MANY_FILES),
          Map.entry("Cannot allocate memory", NO_MEMORY),
          Map.entry("No locks available", NO_LOCK),
          Map.entry("Function not implemented", NO_LOCK),
          Map.entry("Operation not supported", NO_LOCK),
          Map.entry("No such file or directory", GONE),
          Map.entry("Not a directory", NO_PLACE),
          Map.entry("Is a directory", NO_PLACE),
          Map.entry("File name too long", NO_PLACE),
          Map.entry("Too many levels of symbolic links", NO_PLACE),
          Map.entry("Invalid argument", NO_PLACE),
          Map.entry("Invalid or incomplete multibyte or wide character", NO_PLACE),
          Map.entry("File too large", TOO_LARGE),
          Map.entry("Value too large for defined data type", TOO_LARGE),
          Map.entry("Device or resource busy", IN_USE),
          Map.entry("Text file busy", IN_USE),
          Map.entry("Resource temporarily unavailable", IN_USE));

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
    return switch (failure) {
      case NoSuchFileException gone -> GONE;
      case AccessDeniedException denied -> NO_PERMISSION;
      case FileSystemLoopException loop -> NO_PLACE;
      case FileSystemException told -> ofReason(String.valueOf(told.getReason()));
      default -> ofReason(String.valueOf(failure.getMessage()));
    };
  }

  /** {@return what this failure of a file system is} */
  public static Trouble of(ReadOnlyFileSystemException failure) {
    return READ_ONLY;
  }

  /**
   * @param reason a message of the C library, alone or at the end of Java's
   */
  public static Trouble ofReason(String reason) {
    Trouble known = REASONS.get(reason);
    return known != null
        ? known
        : REASONS.entrySet().stream()
            .filter(entry -> reason.contains(entry.getKey()))
            .max((one, other) -> one.getKey().length() - other.getKey().length())
            .map(Map.Entry::getValue)
            .orElse(OTHER);
  }
}
