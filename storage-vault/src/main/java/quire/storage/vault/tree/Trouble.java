package quire.storage.vault.tree;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import quire.api.spi.CodedFailure;

/** What went wrong with a file, in the words that people use for it. */
public final class Trouble {
  /** How the older file classes of the platform put it: {@code /path (the system's words)}. */
  private static final Pattern WITH_PATH =
      Pattern.compile("(?s)(.*) \\(([^()]*(?:\\([^()]*\\))?)\\)");

  private Trouble() {}

  /** {@return the trouble and the file, where it is known} */
  public static String of(IOException failure) {
    String words = words(failure);
    return file(failure).map(file -> words + " (" + file + ")").orElse(words);
  }

  /** {@return whether nothing can be written here for as long as the file system is what it is} */
  public static boolean isReadOnly(IOException failure) {
    return reason(failure).contains("read-only file system");
  }

  /** {@return whether it is a matter of room, permission or the disk, which can be put right} */
  public static boolean mayPass(IOException failure) {
    return failure instanceof AccessDeniedException
        || Stream.of(Words.values())
            .filter(words -> words.mayPass)
            .anyMatch(words -> reason(failure).contains(words.system));
  }

  /** {@return the failure with the system's own name for it, for programs} */
  public static Exception coded(IOException failure) {
    return code(failure).<Exception>map(code -> new CodedFailure(code, failure)).orElse(failure);
  }

  private static Optional<String> code(IOException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> Optional.of(Words.NO_PERMISSION.code);
      case NoSuchFileException _ -> Optional.of(Words.NOT_THERE.code);
      case NotDirectoryException _ -> Optional.of(Words.NO_FOLDER.code);
      default ->
          Stream.of(Words.values())
              .filter(words -> reason(failure).contains(words.system))
              .map(words -> words.code)
              .findFirst();
    };
  }

  private static String words(IOException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "no permission";
      case NoSuchFileException _ -> "it is not there";
      case FileAlreadyExistsException _ -> "there is something of that name already";
      case NotDirectoryException _ -> "it is no folder";
      case DirectoryNotEmptyException _ -> "the folder is not empty";
      case FileSystemLoopException _ -> "links lead in a circle";
      case NotLinkException _ -> "it is no link";
      case CharacterCodingException _ -> "it is not valid text";
      default -> fromReason(reason(failure));
    };
  }

  private static String fromReason(String reason) {
    for (Words words : Words.values()) {
      if (reason.contains(words.system)) {
        return words.plain;
      }
    }
    return reason.isEmpty() ? "the system gave no reason" : "the system says: " + reason;
  }

  /** The system's reasons (as its C library words them) and ours. */
  private enum Words {
    DISK_FULL("ENOSPC", "no space left", "the disk is full", true),
    QUOTA("EDQUOT", "quota exceeded", "your quota on the disk is used up", true),
    READ_ONLY("EROFS", "read-only file system", "the disk is read-only", true),
    DISK_FAILED("EIO", "input/output error", "the disk failed to read or write", true),
    DEVICE_GONE("ENODEV", "no such device", "the disk is gone"),
    TOO_MANY_HERE(
        "ENFILE", "too many open files in system", "the machine has too many open files", true),
    TOO_MANY("EMFILE", "too many open files", "this program has too many open files", true),
    NO_PERMISSION("EACCES", "permission denied", "no permission", true),
    NOT_PERMITTED("EPERM", "operation not permitted", "the system does not permit it", true),
    NOT_THERE("ENOENT", "no such file", "it is not there"),
    NO_FOLDER("ENOTDIR", "not a directory", "it is no folder"),
    A_FOLDER("EISDIR", "is a directory", "it is a folder"),
    LINK(
        "ELOOP",
        "too many levels of symbolic links",
        "it is a link, and links are not followed here"),
    NAME_TOO_LONG("ENAMETOOLONG", "file name too long", "the name is too long for this disk"),
    TOO_LARGE("EFBIG", "file too large", "the file is too large for this disk"),
    BUSY("EBUSY", "resource busy", "another program is using it"),
    STALE("ESTALE", "stale file handle", "the network disk has lost it"),
    UNREACHABLE("EHOSTDOWN", "host is down", "the network disk does not answer"),
    NOT_CONNECTED("ENOTCONN", "not connected", "the disk is not connected any more"),
    TIMED_OUT("ETIMEDOUT", "timed out", "the disk did not answer in time"),
    NO_MEMORY("ENOMEM", "cannot allocate memory", "the machine is out of memory", true),
    NO_LOCKS("ENOLCK", "no locks available", "the system has no lock to give", true),
    CROSS_DEVICE("EXDEV", "cross-device link", "it lies on another disk"),
    UNSUPPORTED("ENOTSUP", "not supported", "the disk cannot do that"),
    LINKS("EMLINK", "too many links", "the file has too many names");

    private final String code;
    private final String system;
    private final String plain;
    private final boolean mayPass;

    Words(String code, String system, String plain) {
      this(code, system, plain, false);
    }

    Words(String code, String system, String plain, boolean mayPass) {
      this.code = code;
      this.system = system;
      this.plain = plain;
      this.mayPass = mayPass;
    }
  }

  private static String reason(IOException failure) {
    String reason =
        failure instanceof FileSystemException known ? known.getReason() : message(failure);
    return reason == null ? "" : reason.toLowerCase(Locale.ROOT);
  }

  private static @Nullable String message(IOException failure) {
    String message = failure.getMessage();
    if (message == null || !(failure instanceof FileNotFoundException)) {
      return message;
    }
    Matcher parts = WITH_PATH.matcher(message);
    return parts.matches() ? parts.group(2) : message;
  }

  private static Optional<String> file(IOException failure) {
    if (failure instanceof FileSystemException known) {
      return Optional.ofNullable(known.getFile());
    }
    String message = failure.getMessage();
    if (failure instanceof FileNotFoundException && message != null) {
      Matcher parts = WITH_PATH.matcher(message);
      return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }
    return Optional.empty();
  }
}
