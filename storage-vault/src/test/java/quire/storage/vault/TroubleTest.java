package quire.storage.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quire.api.StoreUnavailableException;
import quire.storage.vault.tree.Trouble;

/** The system's reasons in plain words. */
class TroubleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          No space left on device | the disk is full
          Disk quota exceeded | your quota on the disk is used up
          Read-only file system | the disk is read-only
          Input/output error | the disk failed to read or write
          Too many open files | this program has too many open files
          Too many open files in system | the machine has too many open files
          Permission denied | no permission
          Operation not permitted | the system does not permit it
          No such file or directory | it is not there
          Not a directory | it is no folder
          Is a directory | it is a folder
          Too many levels of symbolic links | it is a link, and links are not followed here
          File name too long | the name is too long for this disk
          File too large | the file is too large for this disk
          Device or resource busy | another program is using it
          Stale file handle | the network disk has lost it
          Host is down | the network disk does not answer
          Transport endpoint is not connected | the disk is not connected any more
          Connection timed out | the disk did not answer in time
          Cannot allocate memory | the machine is out of memory
          No locks available | the system has no lock to give
          Invalid cross-device link | it lies on another disk
          Operation not supported | the disk cannot do that
          Too many links | the file has too many names
          No such device or address | the disk is gone
          """)
  void eachReasonHasItsWords(String system, String plain) {
    assertThat(Trouble.of(new IOException(system))).isEqualTo(plain);
    assertThat(Trouble.of(new FileSystemException("/a b (c).md", null, system)))
        .isEqualTo(plain + " (/a b (c).md)");
    assertThat(Trouble.of(new FileNotFoundException("/a b (c).md (" + system + ")")))
        .isEqualTo(plain + " (/a b (c).md)");
  }

  @Test
  void theSystemsOwnNameIsThereForPrograms() {
    assertThat(code(new FileSystemException("/x", null, "No space left on device")))
        .hasValue("ENOSPC");
    assertThat(code(new IOException("Too many open files in system"))).hasValue("ENFILE");
    assertThat(code(new IOException("Too many open files"))).hasValue("EMFILE");
    assertThat(code(new AccessDeniedException("/x"))).hasValue("EACCES");
    assertThat(code(new NoSuchFileException("/x"))).hasValue("ENOENT");
    assertThat(code(new IOException("Fehler"))).isEmpty();
  }

  private static Optional<String> code(IOException failure) {
    return new StoreUnavailableException("no", Trouble.coded(failure)).code();
  }

  @Test
  void noClassOfThePlatformIsNamed() {
    assertThat(Trouble.of(new AccessDeniedException("/x"))).isEqualTo("no permission (/x)");
    assertThat(Trouble.of(new NoSuchFileException("/x"))).isEqualTo("it is not there (/x)");
    assertThat(Trouble.of(new IOException("Fehler"))).isEqualTo("the system says: fehler");
    assertThat(Trouble.of(new IOException())).isEqualTo("the system gave no reason");
  }

  @Test
  void whatCanBePutRightIsToldFromWhatCannot() {
    assertThat(Trouble.mayPass(new IOException("No space left on device"))).isTrue();
    assertThat(Trouble.mayPass(new AccessDeniedException("/x"))).isTrue();
    assertThat(Trouble.mayPass(new FileSystemException("/x", null, "Not a directory"))).isFalse();
  }
}
