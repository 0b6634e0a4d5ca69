package quire.mcp.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import quire.mcp.json.Ignored;
import quire.mcp.json.InvalidInputException;
import quire.mcp.json.MessageSource;
import quire.mcp.json.Schema;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The params of a message: where in its line each member's value is, to be read on demand. */
public final class Params {
  public static final Params NONE = new Params(MessageSource.of(new byte[0]), true);

  private final MessageSource line;
  private final boolean object;
  private final Map<String, Range> members = HashMap.newHashMap(4);

  private record Range(int from, int to) {}

  private Params(MessageSource line, boolean object) {
    this.line = line;
    this.object = object;
  }

  /** Notes the members of the value at which the parser stands, and moves to its end. */
  public static Params locate(MessageSource line, JsonParser json) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return new Params(line, false);
    }
    Params params = new Params(line, true);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      int from = (int) json.currentTokenLocation().getByteOffset();
      // A parser that begins at a number would take what follows it for a part of it.
      int to = token.isNumeric() ? from + json.getStringLength() : line.length();
      if (token != JsonToken.VALUE_NULL) { // which counts as absent
        params.members.put(name, new Range(from, to));
      }
      json.skipChildren();
    }
    return params;
  }

  /** Checks that these are params as requests have them: an object, or nothing at all. */
  public void checkObject() {
    if (!object) {
      throw ProtocolException.invalidParams("Invalid params: params must be an object");
    }
  }

  public boolean has(String name) {
    return members.containsKey(name);
  }

  public <T> T required(String name, Schema<T> schema) {
    Range range = members.get(name);
    if (range == null) {
      throw ProtocolException.invalidParams("Invalid params: " + name + " is missing");
    }
    try {
      return read(range, schema);
    } catch (InvalidInputException wrong) {
      throw ProtocolException.invalidParams("Invalid params: " + wrong.within(name));
    }
  }

  public <T> Optional<T> optional(String name, Schema<T> schema) {
    return has(name) ? Optional.of(required(name, schema)) : Optional.empty();
  }

  /**
   * Reads a member whose faults are the sender's to correct and not an error of the protocol; an
   * absent one counts as an empty object.
   */
  public <T> T input(String name, Schema<T> schema, Ignored ignored) throws InvalidInputException {
    Range range = members.get(name);
    return range == null ? Schema.readEmpty(schema) : read(range, schema, ignored);
  }

  private <T> T read(Range range, Schema<T> schema, Ignored ignored) throws InvalidInputException {
    try (JsonParser json = line.parse(range.from(), range.to())) {
      ignored.watch(json);
      json.nextToken();
      return schema.read(json);
    }
  }

  private <T> T read(Range range, Schema<T> schema) throws InvalidInputException {
    try (JsonParser json = line.parse(range.from(), range.to())) {
      json.nextToken();
      return schema.read(json);
    }
  }
}
