package quire.mcp.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The id of a request: a string's value, or a number's digits exactly as they came. 1 and "1" are
 * different ids.
 */
public record RequestId(String text, boolean number) {
  /** {@return the id at which the parser stands, null if the value cannot be one} */
  public static @Nullable RequestId at(JsonParser json) {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      return new RequestId(json.getString(), false);
    }
    return token.isNumeric() ? new RequestId(json.getString(), true) : null;
  }

  // Written out: the generated one makes its code when it is first called, in 10 ms.
  @Override
  public boolean equals(Object other) {
    return other instanceof RequestId id && number == id.number && text.equals(id.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  public void write(JsonWriter json) {
    if (number) {
      json.raw(text);
    } else {
      json.string(text);
    }
  }
}
