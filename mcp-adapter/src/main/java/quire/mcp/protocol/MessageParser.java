package quire.mcp.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quire.mcp.json.IdScan;
import quire.mcp.json.MessageSource;
import quire.mcp.json.RequestId;
import quire.mcp.protocol.Message.Batch;
import quire.mcp.protocol.Message.Malformed;
import quire.mcp.protocol.Message.Notification;
import quire.mcp.protocol.Message.Request;
import quire.mcp.protocol.Message.Response;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Reads the envelope of a message and where the members of its params are; their values are read by
 * whoever knows what they must be. The whole line is checked, so that nothing of a broken one runs.
 */
public final class MessageParser {
  private final MessageSource line;
  private final JsonParser json;

  private boolean versioned;
  private @Nullable String method;
  private boolean identified;
  private @Nullable RequestId id;
  private @Nullable Params params;
  private @Nullable Params reply;

  private MessageParser(MessageSource line, JsonParser json) {
    this.line = line;
    this.json = json;
  }

  public static Message parse(MessageSource line) {
    try (JsonParser json = line.parse(0, line.length())) {
      Message message = value(line, json, json.nextToken());
      if (json.nextToken() != null) {
        return unparsable("more follows the message on its line");
      }
      return message;
    } catch (StreamConstraintsException beyond) {
      return new Malformed(
          IdScan.of(line),
          ProtocolException.of(
              ProtocolException.PARSE_ERROR,
              "Parse error: the line is nested too deeply, or has a number that is too long"));
    } catch (JacksonException broken) {
      return unparsable("the line is no JSON");
    }
  }

  public static Malformed unparsable(String reason) {
    return new Malformed(
        null, ProtocolException.of(ProtocolException.PARSE_ERROR, "Parse error: " + reason));
  }

  private static Message value(MessageSource line, JsonParser json, @Nullable JsonToken token) {
    if (token == JsonToken.START_OBJECT) {
      return new MessageParser(line, json).message();
    }
    if (token == JsonToken.START_ARRAY) {
      return batch(line, json);
    }
    return invalid(null, "a message must be an object");
  }

  private static Message batch(MessageSource line, JsonParser json) {
    List<Message> messages = new ArrayList<>();
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        messages.add(new MessageParser(line, json).message());
      } else {
        json.skipChildren();
        messages.add(invalid(null, "a message must be an object"));
      }
    }
    return new Batch(messages);
  }

  private Message message() {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      member(json.currentName(), json.nextToken());
    }
    if (!versioned) {
      return invalid(id, "the member jsonrpc must be \"2.0\"");
    }
    if (identified && id == null) {
      return invalid(null, "an id must be a string or a number");
    }
    if (method == null) {
      return reply != null && id != null
          ? new Response(id, reply)
          : invalid(id, "the member method is missing or is no string");
    }
    Params given = params == null ? Params.NONE : params;
    return id == null
        ? new Notification(method, given)
        : new Request(id, method, given, line.length());
  }

  private void member(String name, JsonToken token) {
    switch (name) {
      case "jsonrpc" ->
          versioned = token == JsonToken.VALUE_STRING && json.getString().equals("2.0");
      case "method" -> method = token == JsonToken.VALUE_STRING ? json.getString() : null;
      case "params" -> params = token == JsonToken.VALUE_NULL ? null : Params.locate(line, json);
      case "id" -> id();
      case "result", "error" -> reply = Params.locate(line, json);
      default -> {
        // unknown members are allowed
      }
    }
    json.skipChildren();
  }

  private void id() {
    identified = true;
    id = RequestId.at(json);
  }

  public static Malformed invalid(@Nullable RequestId id, String reason) {
    return new Malformed(
        id, ProtocolException.of(ProtocolException.INVALID_REQUEST, "Invalid request: " + reason));
  }
}
