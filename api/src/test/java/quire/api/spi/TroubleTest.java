package quire.api.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TroubleTest {
  @ParameterizedTest
  @CsvSource({
    "No space left on device, DISK_FULL",
    "Disk quota exceeded, DISK_FULL",
    "Input/output error, DISK_FAILED",
    "Stale file handle, DISK_FAILED",
    "Structure needs cleaning, DISK_FAILED",
    "Read-only file system, READ_ONLY",
    "Permission denied, NO_PERMISSION",
    "Operation not permitted, NO_PERMISSION",
    "Too many open files, TOO_MANY_FILES",
    "Too many open files in system, TOO_MANY_FILES",
    "Cannot allocate memory, NO_MEMORY",
    "No locks available, NO_LOCK",
    "No such file or directory, GONE",
    "Not a directory, NO_PLACE",
    "Is a directory, NO_PLACE",
    "File name too long, NO_PLACE",
    "Too many levels of symbolic links, NO_PLACE",
    "File too large, TOO_LARGE",
    "Device or resource busy, IN_USE",
    "Resource deadlock avoided, OTHER",
    "Invalid cross-device link, OTHER",
    "Broken pipe, OTHER"
  })
  void eachErrorOfTheSystemIsWhatAPersonCallsIt(String reason, Trouble trouble) {
    assertThat(Trouble.ofReason(reason)).isEqualTo(trouble);
    assertThat(Trouble.of(new FileSystemException("/a/b", null, reason))).isEqualTo(trouble);
    assertThat(Trouble.of(new FileNotFoundException("/a/b (" + reason + ")"))).isEqualTo(trouble);
  }

  @Test
  void javasOwnTypesAreKnown() {
    assertThat(Trouble.of(new NoSuchFileException("/a"))).isEqualTo(Trouble.GONE);
    assertThat(Trouble.of(new AccessDeniedException("/a"))).isEqualTo(Trouble.NO_PERMISSION);
    assertThat(Trouble.of(new IOException("No space left on device"))).isEqualTo(Trouble.DISK_FULL);
    assertThat(Trouble.of(new IOException())).isEqualTo(Trouble.OTHER);
  }

  @ParameterizedTest
  @EnumSource
  void eachHasWordsAndARemedy(Trouble trouble) {
    assertThat(trouble.words()).matches("[a-z].*[a-z]");
    assertThat(trouble.remedy()).matches("[A-Z].*[a-z]");
  }
}
