package quire.mcp.protocol;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import quire.mcp.json.RequestId;
import quire.mcp.json.Schema;
import quire.mcp.json.Schemas;
import quire.mcp.json.Structure;
import quire.mcp.json.Structure.Member;
import quire.mcp.json.Structure.Values;

/** What a request says of itself in its {@code _meta}. */
public record RequestMeta(
    @Nullable String version,
    @Nullable Set<String> capabilities,
    @Nullable ClientIdentity client,
    boolean progress) {
  /** In code points; the longest name that a client is known to have is a tenth of it. */
  private static final int LONGEST_NAME = 200;

  private static final Member<String> NAME = Structure.required("name", Schemas.TEXT);
  private static final Member<String> VERSION = Structure.optional("version", Schemas.TEXT);

  /** Reads a client's name; a careless one may leave out its version. */
  public static final Schema<ClientIdentity> CLIENT =
      Structure.open(RequestMeta::client, NAME, VERSION);

  private static final Member<String> PROTOCOL =
      Structure.optional(Envelope.META + "protocolVersion", Schemas.TEXT);
  private static final Member<Set<String>> CAPABILITIES =
      Structure.optional(Envelope.META + "clientCapabilities", Schemas.NAMES);
  private static final Member<ClientIdentity> CLIENT_INFO =
      Structure.optional(Envelope.META + "clientInfo", CLIENT);

  /** Clients of both eras give one. */
  private static final Member<RequestId> PROGRESS = Structure.optional("progressToken", Schemas.ID);

  private static final Schema<RequestMeta> SCHEMA =
      Structure.open(
          values ->
              new RequestMeta(
                  values.find(PROTOCOL),
                  values.find(CAPABILITIES),
                  values.find(CLIENT_INFO),
                  values.find(PROGRESS) != null),
          PROTOCOL,
          CAPABILITIES,
          CLIENT_INFO,
          PROGRESS);

  private static final RequestMeta NONE = new RequestMeta(null, null, null, false);

  public static RequestMeta of(Params params) {
    return params.has("_meta") ? params.required("_meta", SCHEMA) : NONE;
  }

  /** {@return the caller of a request of the modern era} */
  public Caller caller(String asked) {
    if (Revision.of(asked) != Revision.MODERN) {
      throw ProtocolException.unsupportedVersion(asked);
    }
    if (capabilities == null) {
      throw missing("clientCapabilities");
    }
    ClientIdentity known = client == null ? ClientIdentity.UNKNOWN : client;
    return new Caller(Revision.MODERN, known);
  }

  public static ProtocolException missing(String member) {
    return ProtocolException.invalidParams(
        "Invalid params: _meta." + Envelope.META + member + " is missing");
  }

  private static ClientIdentity client(Values values) {
    String version = values.find(VERSION);
    return new ClientIdentity(cut(values.get(NAME)), version == null ? "" : cut(version));
  }

  /** Every change keeps the name, and every reader of changes gets it: an endless one is cut. */
  private static String cut(String name) {
    int end = 0;
    for (int points = 0; points < LONGEST_NAME && end < name.length(); points++) {
      end += Character.charCount(name.codePointAt(end));
    }
    return name.substring(0, end);
  }
}
