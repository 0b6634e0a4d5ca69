package quire.cli.base;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import quire.api.spi.Trouble;

/** What a failed access to a file is to a person: often the system's message is only its path. */
public final class FileFailure {
  private FileFailure() {}

  /** {@return which file it was and what is wrong with it, in one line} */
  public static String text(IOException failure) {
    return failure instanceof FileSystemException access && access.getFile() != null
        ? "%s: %s".formatted(access.getFile(), what(access))
        : String.valueOf(failure.getMessage());
  }

  private static String what(FileSystemException access) {
    Trouble trouble = Trouble.of(access);
    return trouble == Trouble.OTHER
        ? Optional.ofNullable(access.getReason()).orElse(trouble.words())
        : trouble.words();
  }
}
