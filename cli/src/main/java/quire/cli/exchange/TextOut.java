package quire.cli.exchange;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Text in UTF-8 that is written inside of walks, which pass no checked failure on. */
final class TextOut {
  private final Writer writer;

  TextOut(OutputStream out) {
    writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
  }

  TextOut put(String text) {
    try {
      writer.write(text);
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void flush() throws IOException {
    writer.flush();
  }
}
