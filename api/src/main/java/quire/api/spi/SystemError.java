package quire.api.spi;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The errors of an operating system about files: their own names, for programs, and what they mean
 * to a person. Java tells the C library's message and no number (<a
 * href="https://man7.org/linux/man-pages/man3/errno.3.html">errno</a>), so an error is known by a
 * part of that message which Linux and macOS have in common.
 */
public enum SystemError {
  ENOSPC("no space left", "the disk is full", Trouble.DISK_FULL, true),
  EDQUOT("quota exceeded", "your quota on the disk is used up", Trouble.DISK_FULL, true),
  EIO("input/output error", "the disk failed to read or write", Trouble.DISK_FAILED, true),
  EREMOTEIO("remote i/o error", "the network disk failed", Trouble.DISK_FAILED, false),
  EUCLEAN("structure needs cleaning", "the file system is damaged", Trouble.DISK_FAILED, false),
  EBADMSG("bad message", "the file system is damaged", Trouble.DISK_FAILED, false),
  ENODEV("no such device", "the disk is gone", Trouble.DISK_FAILED, false),
  ENXIO("no such device or address", "the disk is gone", Trouble.DISK_FAILED, false),
  ESTALE("stale file handle", "the network disk has lost it", Trouble.DISK_FAILED, false),
  ENOTCONN("not connected", "the disk is not connected any more", Trouble.DISK_FAILED, false),
  ETIMEDOUT("timed out", "the disk did not answer in time", Trouble.DISK_FAILED, false),
  EHOSTDOWN("host is down", "the network disk does not answer", Trouble.DISK_FAILED, false),
  ENOLINK("link has been severed", "the network disk is gone", Trouble.DISK_FAILED, false),
  ENOMEDIUM("no medium found", "the disk is gone", Trouble.DISK_FAILED, false),
  EROFS("read-only file system", "the disk is read-only", Trouble.READ_ONLY, true),
  EACCES("permission denied", "no permission", Trouble.NO_PERMISSION, true),
  EPERM("operation not permitted", "the system does not permit it", Trouble.NO_PERMISSION, true),
  ENOKEY(
      "required key not available",
      "it is encrypted, and the key is not there",
      Trouble.NO_PERMISSION,
      false),
  EMFILE(
      "too many open files", "this program has too many open files", Trouble.TOO_MANY_FILES, true),
  ENFILE(
      "too many open files in system",
      "the machine has too many open files",
      Trouble.TOO_MANY_FILES,
      true),
  ENOMEM("cannot allocate memory", "the machine is out of memory", Trouble.NO_MEMORY, true),
  ENOLCK("no locks available", "the system has no lock to give", Trouble.NO_LOCK, true),
  ENOSYS("function not implemented", "the disk cannot do that", Trouble.NO_LOCK, false),
  ENOTSUP("not supported", "the disk cannot do that", Trouble.NO_LOCK, false),
  ENOENT("no such file", "it is not there", Trouble.GONE, false),
  ENOTDIR("not a directory", "it is no folder", Trouble.NO_PLACE, false),
  EISDIR("is a directory", "it is a folder", Trouble.NO_PLACE, false),
  ENAMETOOLONG("name too long", "the name is too long for this disk", Trouble.NO_PLACE, false),
  ELOOP(
      "too many levels of symbolic links",
      "it is a link, and links are not followed here",
      Trouble.NO_PLACE,
      false),
  EINVAL("invalid argument", "the system does not take this name", Trouble.NO_PLACE, false),
  EILSEQ(
      "invalid or incomplete multibyte",
      "the system does not take this name",
      Trouble.NO_PLACE,
      false),
  EFBIG("file too large", "the file is too large for this disk", Trouble.TOO_LARGE, false),
  EOVERFLOW("value too large", "the file is too large for this system", Trouble.TOO_LARGE, false),
  EBUSY("resource busy", "another program is using it", Trouble.IN_USE, false),
  ETXTBSY("text file busy", "another program is using it", Trouble.IN_USE, false),
  EAGAIN("temporarily unavailable", "another program is using it", Trouble.IN_USE, false),
  EEXIST("file exists", "there is something of that name already", Trouble.OTHER, false),
  ENOTEMPTY("directory not empty", "the folder is not empty", Trouble.OTHER, false),
  EXDEV("cross-device link", "it lies on another disk", Trouble.OTHER, false),
  EMLINK("too many links", "the file has too many names", Trouble.OTHER, false);

  private final String message;
  private final String words;
  private final Trouble trouble;
  private final boolean passing;

  SystemError(String message, String words, Trouble trouble, boolean passing) {
    this.message = message;
    this.words = words;
    this.trouble = trouble;
    this.passing = passing;
  }

  /** {@return what it means to a person, to be read after a colon} */
  public String words() {
    return words;
  }

  /** {@return the kind of trouble it is, with its remedy} */
  public Trouble trouble() {
    return trouble;
  }

  /** {@return whether it is a matter of room, permission or the disk, which can be put right} */
  public boolean isPassing() {
    return passing;
  }

  /** {@return the error behind a failure of a file, if it is one of these} */
  public static Optional<SystemError> of(IOException failure) {
    return switch (failure) {
      case AccessDeniedException denied -> Optional.of(EACCES);
      case NoSuchFileException gone -> Optional.of(ENOENT);
      case NotDirectoryException file -> Optional.of(ENOTDIR);
      case FileAlreadyExistsException there -> Optional.of(EEXIST);
      case DirectoryNotEmptyException full -> Optional.of(ENOTEMPTY);
      case FileSystemException told -> ofMessage(String.valueOf(told.getReason()));
      case FileNotFoundException older -> ofMessage(behindThePath(older));
      default -> ofMessage(String.valueOf(failure.getMessage()));
    };
  }

  /** {@return what an older file class says in brackets: {@code /path (message)}} */
  private static String behindThePath(FileNotFoundException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.substring(message.lastIndexOf(" (") + 1);
  }

  /**
   * {@return the error with this message, the longer where one message is part of another}
   *
   * @param message the C library's, alone or as a part of Java's
   */
  static Optional<SystemError> ofMessage(String message) {
    String told = message.toLowerCase(Locale.ROOT);
    return Stream.of(values())
        .filter(error -> told.contains(error.message))
        .max((one, other) -> Integer.compare(one.message.length(), other.message.length()));
  }
}
