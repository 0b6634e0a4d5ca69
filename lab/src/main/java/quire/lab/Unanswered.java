package quire.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Questions about things of which a memory of software or of a household says nothing. */
final class Unanswered {
  private Unanswered() {}

  static List<String> questions() {
    try (InputStream file =
            Objects.requireNonNull(Unanswered.class.getResourceAsStream("unanswered.txt"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return lines.readAllLines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
