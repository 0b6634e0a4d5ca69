package quire.api.spi;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NotLinkException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A failed access to a file, as a part of a sentence that names the file: the platform's own
 * message is often the path alone.
 */
public final class FileFailure {
  /** How the older file classes of the platform put it: {@code /path (the system's words)}. */
  private static final Pattern WITH_PATH =
      Pattern.compile("(?s)(.*) \\(([^()]*(?:\\([^()]*\\))?)\\)");

  private FileFailure() {}

  /** {@return the trouble and the file, where it is known} */
  public static String text(IOException failure) {
    String words = words(failure);
    return file(failure).map(file -> words + " (" + file + ")").orElse(words);
  }

  /** {@return the same, but for a sentence of Quire's own, which is told as it is} */
  public static String told(IOException failure) {
    return failure instanceof FileSystemException
        ? text(failure)
        : String.valueOf(failure.getMessage());
  }

  /** {@return whether nothing can be written here for as long as the file system is what it is} */
  public static boolean isReadOnly(IOException failure) {
    return SystemError.of(failure).filter(SystemError.EROFS::equals).isPresent();
  }

  /** {@return whether it is a matter of room, permission or the disk, which can be put right} */
  public static boolean mayPass(IOException failure) {
    return SystemError.of(failure).filter(SystemError::isPassing).isPresent();
  }

  /** {@return the failure with the system's own name for it, for programs} */
  public static Exception coded(IOException failure) {
    return SystemError.of(failure)
        .<Exception>map(error -> new CodedFailure(error.name(), failure))
        .orElse(failure);
  }

  private static String words(IOException failure) {
    return switch (failure) {
      case FileSystemLoopException _ -> "links lead in a circle";
      case NotLinkException _ -> "it is no link";
      case CharacterCodingException _ -> "it is not valid text";
      default ->
          SystemError.of(failure).map(SystemError::words).orElseGet(() -> unknown(reason(failure)));
    };
  }

  private static String unknown(String reason) {
    return reason.isEmpty() ? "the system gave no reason" : "the system says: " + reason;
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
