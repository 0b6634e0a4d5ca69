package quire.api.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one table of what the operating system says about files. */
class SystemErrorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          No space left on device             | ENOSPC       | DISK_FULL      | true
          Disk quota exceeded                 | EDQUOT       | DISK_FULL      | true
          Disc quota exceeded                 | EDQUOT       | DISK_FULL      | true
          Input/output error                  | EIO          | DISK_FAILED    | true
          Remote I/O error                    | EREMOTEIO    | DISK_FAILED    | false
          Structure needs cleaning            | EUCLEAN      | DISK_FAILED    | false
          Bad message                         | EBADMSG      | DISK_FAILED    | false
          No such device                      | ENODEV       | DISK_FAILED    | false
          No such device or address           | ENXIO        | DISK_FAILED    | false
          Stale file handle                   | ESTALE       | DISK_FAILED    | false
          Transport endpoint is not connected | ENOTCONN     | DISK_FAILED    | false
          Connection timed out                | ETIMEDOUT    | DISK_FAILED    | false
          Operation timed out                 | ETIMEDOUT    | DISK_FAILED    | false
          Host is down                        | EHOSTDOWN    | DISK_FAILED    | false
          Link has been severed               | ENOLINK      | DISK_FAILED    | false
          No medium found                     | ENOMEDIUM    | DISK_FAILED    | false
          Read-only file system               | EROFS        | READ_ONLY      | true
          Permission denied                   | EACCES       | NO_PERMISSION  | true
          Operation not permitted             | EPERM        | NO_PERMISSION  | true
          Required key not available          | ENOKEY       | NO_PERMISSION  | false
          Too many open files                 | EMFILE       | TOO_MANY_FILES | true
          Too many open files in system       | ENFILE       | TOO_MANY_FILES | true
          Cannot allocate memory              | ENOMEM       | NO_MEMORY      | true
          No locks available                  | ENOLCK       | NO_LOCK        | true
          Function not implemented            | ENOSYS       | NO_LOCK        | false
          Operation not supported             | ENOTSUP      | NO_LOCK        | false
          No such file or directory           | ENOENT       | GONE           | false
          Not a directory                     | ENOTDIR      | NO_PLACE       | false
          Is a directory                      | EISDIR       | NO_PLACE       | false
          File name too long                  | ENAMETOOLONG | NO_PLACE       | false
          Too many levels of symbolic links   | ELOOP        | NO_PLACE       | false
          Invalid argument                    | EINVAL       | NO_PLACE       | false
          Invalid or incomplete multibyte or wide character | EILSEQ | NO_PLACE | false
          File too large                      | EFBIG        | TOO_LARGE      | false
          Value too large for defined data type | EOVERFLOW  | TOO_LARGE      | false
          Device or resource busy             | EBUSY        | IN_USE         | false
          Resource busy                       | EBUSY        | IN_USE         | false
          Text file busy                      | ETXTBSY      | IN_USE         | false
          Resource temporarily unavailable    | EAGAIN       | IN_USE         | false
          File exists                         | EEXIST       | OTHER          | false
          Directory not empty                 | ENOTEMPTY    | OTHER          | false
          Invalid cross-device link           | EXDEV        | OTHER          | false
          Too many links                      | EMLINK       | OTHER          | false
          """)
  void eachErrorIsKnownByItsMessage(
      String message, SystemError error, Trouble trouble, boolean passing) {
    assertThat(SystemError.of(new IOException(message))).hasValue(error);
    assertThat(SystemError.of(new FileSystemException("/a/b", null, message))).hasValue(error);
    assertThat(SystemError.of(new FileNotFoundException("/a b (c).md (" + message + ")")))
        .hasValue(error);
    assertThat(error.trouble()).isEqualTo(trouble);
    assertThat(error.isPassing()).isEqualTo(passing);
  }

  @Test
  void javasOwnTypesNeedNoMessage() {
    assertThat(SystemError.of(new NoSuchFileException("/a"))).hasValue(SystemError.ENOENT);
    assertThat(SystemError.of(new AccessDeniedException("/a"))).hasValue(SystemError.EACCES);
    assertThat(SystemError.of(new NotDirectoryException("/a"))).hasValue(SystemError.ENOTDIR);
    assertThat(SystemError.of(new FileAlreadyExistsException("/a"))).hasValue(SystemError.EEXIST);
    assertThat(SystemError.of(new DirectoryNotEmptyException("/a")))
        .hasValue(SystemError.ENOTEMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Broken pipe", "Resource deadlock avoided", "Fehler", ""})
  void whatIsNotInTheTableIsNotGuessed(String message) {
    assertThat(SystemError.of(new IOException(message))).isEmpty();
    assertThat(SystemError.of(new IOException())).isEmpty();
  }

  @Test
  void aPathIsNotTakenForTheMessage() {
    assertThat(SystemError.of(new FileNotFoundException("/File too large (Permission denied)")))
        .hasValue(SystemError.EACCES);
    assertThat(SystemError.of(new FileSystemException("/no space left", null, "Is a directory")))
        .hasValue(SystemError.EISDIR);
  }

  @ParameterizedTest
  @EnumSource
  void eachIsInPlainWords(SystemError error) {
    assertThat(error.words()).matches("[a-z][a-z ,-]+[a-z]").doesNotContain(error.name());
  }
}
