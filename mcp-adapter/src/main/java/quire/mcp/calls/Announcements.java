package quire.mcp.calls;

import java.util.List;
import quire.mcp.catalog.Resource;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;
import quire.mcp.json.RequestId;
import quire.mcp.protocol.Envelope;
import quire.mcp.protocol.Result;
import quire.mcp.protocol.ServerIdentity;

/** The messages that tell a client of its subscriptions and of what has changed. */
public final class Announcements {
  private Announcements() {}

  /** {@return the first message for a request to listen: what it will hear of} */
  public static byte[] acknowledged(RequestId id, List<Resource> resources) {
    return notification(
        "notifications/subscriptions/acknowledged",
        json -> {
          subscriptionId(json, id).endObject();
          json.name("notifications").beginObject();
          if (!resources.isEmpty()) {
            json.name("resourceSubscriptions").beginArray();
            resources.forEach(resource -> json.string(resource.uri()));
            json.endArray();
          }
          json.endObject();
        });
  }

  /** {@return that a resource has changed, for a subscriber of the legacy era} */
  public static byte[] updated(Resource resource) {
    return notification(
        "notifications/resources/updated", json -> json.name("uri").string(resource.uri()));
  }

  /** {@return that a resource has changed, for a request to listen} */
  public static byte[] updated(RequestId id, Resource resource) {
    return notification(
        "notifications/resources/updated",
        json -> {
          subscriptionId(json, id).endObject();
          json.name("uri").string(resource.uri());
        });
  }

  /** {@return the result of a request to listen, which is its last message} */
  public static byte[] ended(RequestId id, ServerIdentity server) {
    MessageBytes bytes = MessageBytes.unlimited();
    Envelope.subscriptionEnd(new JsonWriter(bytes), id, server);
    return bytes.copy(0, bytes.position());
  }

  static byte[] notification(String method, Result params) {
    MessageBytes bytes = MessageBytes.unlimited();
    Envelope.notification(new JsonWriter(bytes), method, params);
    return bytes.copy(0, bytes.position());
  }

  private static JsonWriter subscriptionId(JsonWriter json, RequestId id) {
    json.name("_meta").beginObject().name(Envelope.SUBSCRIPTION_ID);
    id.write(json);
    return json;
  }
}
