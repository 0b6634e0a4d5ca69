package quire.semantic;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The pieces of words that a model knows, by their numbers. */
final class Vocabulary {
  /** A word that cannot be put together from pieces. */
  static final String UNKNOWN = "[UNK]";

  private final Map<String, Integer> numbers;

  private Vocabulary(Map<String, Integer> numbers) {
    this.numbers = numbers;
  }

  /** Reads a file {@code tokenizer.json}, of which only the vocabulary counts. */
  static Vocabulary read(Path file) throws IOException {
    Map<String, Integer> numbers = new HashMap<>(1 << 16);
    try (InputStream in = Files.newInputStream(file);
        JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.START_OBJECT && "vocab".equals(json.currentName())) {
          readInto(numbers, json);
        }
      }
    } catch (JacksonException e) {
      throw new IOException(file + " is not the vocabulary of a model: " + e.getOriginalMessage());
    }
    if (!numbers.containsKey(UNKNOWN)) {
      throw new IOException(file + " holds no vocabulary");
    }
    return new Vocabulary(numbers);
  }

  private static void readInto(Map<String, Integer> numbers, JsonParser json) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String piece = json.currentName();
      json.nextToken();
      numbers.put(piece, json.getIntValue());
    }
  }

  /** {@return the number of a piece, or -1 if there is none} */
  int number(String piece) {
    return numbers.getOrDefault(piece, -1);
  }
}
