package quire.cli.stores;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.json.JsonFactory;

/** The standard memory server's file: one JSON object a line. */
record JsonlFile(Path path) {
  /** Takes one line and its number, counted from 1. */
  interface Visitor {
    void line(long number, JsonlLine line);
  }

  /** Hands every line that is not blank to the visitor. */
  void forEachLine(Visitor visitor) throws IOException {
    JsonFactory json = new JsonFactory();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (long number = 1; next(in, line); number++) {
        byte[] bytes = line.toByteArray();
        if (!isBlank(bytes)) {
          visitor.line(number, JsonlLine.read(json, bytes));
        }
      }
    }
  }

  /** {@return whether there was a line} Lines are bytes: one that is no UTF-8 spoils no other. */
  private static boolean next(InputStream in, ByteArrayOutputStream line) throws IOException {
    line.reset();
    int read = in.read();
    if (read < 0) {
      return false;
    }
    for (; read >= 0 && read != '\n'; read = in.read()) {
      line.write(read);
    }
    return true;
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
