package quire.mcp.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What a value must be like. The same object is listed to clients as JSON Schema and reads the
 * values they send, so that the two cannot differ.
 */
public sealed interface Schema<T>
    permits Schema.Text,
        Schema.Query,
        Schema.Filled,
        Schema.Choice,
        Schema.Whole,
        Schema.Truth,
        Schema.Names,
        Schema.Id,
        Schema.Time,
        Schema.ListOf,
        Schema.Described,
        Structure {
  /** Reads the value at whose first token the parser stands, and moves to its last. */
  T read(JsonParser json) throws InvalidInputException;

  /** Writes the keywords of the JSON Schema, without the braces around them. */
  void describe(JsonWriter json);

  static <T> Schema<List<T>> listOf(Schema<T> items) {
    return new ListOf<>(items);
  }

  default Schema<T> described(String description) {
    return new Described<>(this, description);
  }

  default void write(JsonWriter json) {
    json.beginObject();
    describe(json);
    json.endObject();
  }

  /** Reads what an absent value stands for: an object without members. */
  static <T> T readEmpty(Schema<T> schema) throws InvalidInputException {
    MessageSource empty = MessageSource.of(new byte[] {'{', '}'});
    try (JsonParser json = empty.parse(0, empty.length())) {
      json.nextToken();
      return schema.read(json);
    }
  }

  /** {@return JSON that stands within a string, to be read once the parser is advanced} */
  static JsonParser within(JsonParser json, String text) {
    MessageSource source = MessageSource.of(text.getBytes(StandardCharsets.UTF_8));
    JsonParser inner = source.parse(0, source.length());
    Ignored.passOn(json, inner);
    return inner;
  }

  static InvalidInputException mustBe(JsonParser json, String what) {
    return new InvalidInputException(
        InvalidInputException.pathOf(json.streamReadContext()), "must be " + what);
  }

  /** A string. */
  record Text() implements Schema<String> {
    @Override
    public String read(JsonParser json) throws InvalidInputException {
      if (json.currentToken() != JsonToken.VALUE_STRING) {
        throw mustBe(json, "a string");
      }
      return json.getString();
    }

    @Override
    public void describe(JsonWriter json) {
      json.name("type").string("string");
    }
  }

  /**
   * What is searched for. A store looks for each word in every fact: a page that was pasted would
   * keep it busy for minutes and find nothing.
   *
   * @param longest in code points
   */
  record Query(int longest, int mostWords) implements Schema<String> {
    @Override
    public String read(JsonParser json) throws InvalidInputException {
      if (json.currentToken() == JsonToken.VALUE_STRING && json.getStringLength() > 4 * longest) {
        throw tooLong(json, json.getStringLength() + " characters");
      }
      String query = Schemas.TEXT.read(json);
      int length = query.codePointCount(0, query.length());
      if (length > longest) {
        throw tooLong(json, length + " characters");
      }
      int words = words(query);
      if (words > mostWords) {
        throw tooLong(json, words + " words");
      }
      return query;
    }

    private InvalidInputException tooLong(JsonParser json, String found) {
      return mustBe(
          json,
          "at most %d characters and %d words, and has %s: keep the few words that tell most"
              .formatted(longest, mostWords, found));
    }

    private static int words(String query) {
      int words = 0;
      boolean within = false;
      for (int i = 0; i < query.length(); i++) {
        boolean blank = Character.isWhitespace(query.charAt(i));
        words += !blank && !within ? 1 : 0;
        within = !blank;
      }
      return words;
    }

    @Override
    public void describe(JsonWriter json) {
      json.name("type").string("string").name("maxLength").number(longest);
    }
  }

  /** A string with something in it. */
  record Filled() implements Schema<String> {
    @Override
    public String read(JsonParser json) throws InvalidInputException {
      String text = Schemas.TEXT.read(json);
      if (text.isBlank()) {
        throw mustBe(json, "a text that is not empty");
      }
      return text;
    }

    @Override
    public void describe(JsonWriter json) {
      json.name("type").string("string");
    }
  }

  /** One of several words. */
  record Choice(List<String> words) implements Schema<String> {
    public Choice {
      words = List.copyOf(words);
    }

    @Override
    public String read(JsonParser json) throws InvalidInputException {
      String word = Schemas.TEXT.read(json);
      if (!words.contains(word)) {
        throw mustBe(json, "one of " + String.join(", ", words));
      }
      return word;
    }

    @Override
    public void describe(JsonWriter json) {
      json.name("type").string("string");
      json.name("enum").beginArray();
      words.forEach(json::string);
      json.endArray();
    }
  }

  /** A whole number within bounds. */
  record Whole(long least, long most) implements Schema<Long> {
    @Override
    public Long read(JsonParser json) throws InvalidInputException {
      Long value = value(json);
      if (value == null || value < least || value > most) {
        throw mustBe(json, "a whole number from " + least + " to " + most);
      }
      return value;
    }

    /** Models write 5 as 5.0, which JSON Schema takes for a whole number, and as "5". */
    private static @Nullable Long value(JsonParser json) {
      JsonToken token = json.currentToken();
      if (token == JsonToken.VALUE_NUMBER_INT && json.getStringLength() < 19) {
        return json.getLongValue();
      }
      if (token == JsonToken.VALUE_NUMBER_FLOAT) {
        double number = json.getDoubleValue();
        return number == Math.rint(number) && Math.abs(number) < 1L << 53 ? (long) number : null;
      }
      boolean digits =
          token == JsonToken.VALUE_STRING && json.getString().strip().matches("-?[0-9]{1,18}");
      return digits ? Long.valueOf(json.getString().strip()) : null;
    }

    @Override
    public void describe(JsonWriter json) {
      json.name("type").string("integer");
      json.name("minimum").number(least);
      if (most < Long.MAX_VALUE) {
        json.name("maximum").number(most);
      }
    }
  }

  /** True or false. */
  record Truth() implements Schema<Boolean> {
    @Override
    public Boolean read(JsonParser json) throws InvalidInputException {
      if (json.currentToken().isBoolean()) {
        return json.getBooleanValue();
      }
      String word = json.currentToken() == JsonToken.VALUE_STRING ? json.getString().strip() : "";
      if (word.equalsIgnoreCase("true")) {
        return true;
      }
      if (word.equalsIgnoreCase("false")) {
        return false;
      }
      throw mustBe(json, "true or false");
    }

    @Override
    public void describe(JsonWriter json) {
      json.name("type").string("boolean");
    }
  }

  /** An object of any members, of which only the names matter. */
  record Names() implements Schema<Set<String>> {
    @Override
    public Set<String> read(JsonParser json) throws InvalidInputException {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw mustBe(json, "an object");
      }
      Set<String> names = new LinkedHashSet<>();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        names.add(json.currentName());
        json.nextToken();
        json.skipChildren();
      }
      return names;
    }

    @Override
    public void describe(JsonWriter json) {
      json.name("type").string("object");
    }
  }

  /** The id of a request. */
  record Id() implements Schema<RequestId> {
    @Override
    public RequestId read(JsonParser json) throws InvalidInputException {
      RequestId id = RequestId.at(json);
      if (id == null) {
        throw mustBe(json, "a string or a number");
      }
      return id;
    }

    @Override
    public void describe(JsonWriter json) {
      json.name("type").beginArray().string("string").string("number").endArray();
    }
  }

  /** A moment, given with its offset from UTC or else in UTC; a day is its beginning. */
  record Time() implements Schema<Instant> {
    @Override
    public Instant read(JsonParser json) throws InvalidInputException {
      String text = Schemas.TEXT.read(json).strip().replace(' ', 'T');
      try {
        return text.length() == "2026-07-28".length()
            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
            : Instant.parse(text);
      } catch (DateTimeParseException wrong) {
        return local(json, text);
      }
    }

    private static Instant local(JsonParser json, String text) throws InvalidInputException {
      try {
        return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      } catch (DateTimeParseException wrong) {
        throw mustBe(json, "a time such as 2026-07-28T09:00:00Z or a day such as 2026-07-28");
      }
    }

    @Override
    public void describe(JsonWriter json) {
      json.name("type").string("string").name("format").string("date-time");
    }
  }

  /** A list. */
  record ListOf<T>(Schema<T> items) implements Schema<List<T>> {
    @Override
    public List<T> read(JsonParser json) throws InvalidInputException {
      if (json.currentToken() != JsonToken.START_ARRAY) {
        return other(json);
      }
      List<T> values = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        values.add(items.read(json));
      }
      return values;
    }

    /** Models put a list into a string, or leave out the brackets around its only item. */
    private List<T> other(JsonParser json) throws InvalidInputException {
      JsonToken token = json.currentToken();
      if (token == JsonToken.VALUE_STRING) {
        String text = json.getString();
        List<T> within = text.stripLeading().startsWith("[") ? within(json, text) : null;
        if (within != null) {
          return within;
        }
      }
      boolean object = items instanceof Structure<?>;
      if (token != (object ? JsonToken.START_OBJECT : JsonToken.VALUE_STRING)
          && !(object && Structure.holdsObject(json))) {
        throw mustBe(json, "a list");
      }
      return List.of(items.read(json));
    }

    /** {@return the items of a list in a string, null if it is a text that looks like one} */
    private @Nullable List<T> within(JsonParser around, String text) throws InvalidInputException {
      try (JsonParser json = Schema.within(around, text)) {
        json.nextToken();
        List<T> values = read(json);
        return json.nextToken() == null ? values : null;
      } catch (JacksonException plainText) {
        return null;
      } catch (InvalidInputException wrong) {
        if (items instanceof Structure<?>) {
          throw wrong.inside(around);
        }
        return null;
      }
    }

    @Override
    public void describe(JsonWriter json) {
      json.name("type").string("array");
      json.name("items");
      items.write(json);
    }
  }

  /** Another schema with a sentence for the reader. */
  record Described<T>(Schema<T> schema, String description) implements Schema<T> {
    @Override
    public T read(JsonParser json) throws InvalidInputException {
      return schema.read(json);
    }

    @Override
    public void describe(JsonWriter json) {
      schema.describe(json);
      json.name("description").string(description);
    }
  }
}
