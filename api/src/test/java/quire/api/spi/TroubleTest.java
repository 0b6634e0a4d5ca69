package quire.api.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TroubleTest {
  @Test
  void aFailureIsTheTroubleThatTheTableNames() {
    assertThat(Trouble.of(new NoSuchFileException("/a"))).isEqualTo(Trouble.GONE);
    assertThat(Trouble.of(new AccessDeniedException("/a"))).isEqualTo(Trouble.NO_PERMISSION);
    assertThat(Trouble.of(new IOException("No space left on device"))).isEqualTo(Trouble.DISK_FULL);
    assertThat(Trouble.of(new FileSystemLoopException("/a"))).isEqualTo(Trouble.NO_PLACE);
    assertThat(Trouble.of(new IOException("Broken pipe"))).isEqualTo(Trouble.OTHER);
    assertThat(Trouble.of(new IOException())).isEqualTo(Trouble.OTHER);
  }

  @ParameterizedTest
  @EnumSource
  void eachHasWordsAndARemedy(Trouble trouble) {
    assertThat(trouble.words()).matches("[a-z].*[a-z]");
    assertThat(trouble.remedy()).matches("[A-Z].*[a-z]");
  }
}
