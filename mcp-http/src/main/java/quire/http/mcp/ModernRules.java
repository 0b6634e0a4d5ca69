package quire.http.mcp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import quire.http.engine.Engine.Call;
import quire.mcp.json.Schemas;
import quire.mcp.protocol.Message.Request;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.RequestMeta;
import quire.mcp.protocol.Revision;

/** What a request of the modern era says twice, in its headers and in its body. */
final class ModernRules {
  static final String VERSION = "MCP-Protocol-Version";

  /** The headers of a request do not say what its body says. */
  static final int HEADER_MISMATCH = -32020;

  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
  private static final String ENCODED = "=?base64?";
  private static final String ENCODED_END = "?=";

  private ModernRules() {}

  /** {@return whether a version is of the modern era, be it one that nobody serves yet} */
  static boolean isModern(String version) {
    return DATE.matcher(version).matches() && version.compareTo(Revision.MODERN.date()) >= 0;
  }

  /** Checks a request before anything is done for it. */
  static void check(Call call, Request request) {
    request.params().checkObject();
    RequestMeta meta = RequestMeta.of(request.params());
    String version = meta.version();
    Optional<String> header = call.header(VERSION);
    if (header.isEmpty()) {
      throw mismatch(VERSION + " is missing");
    }
    if (version == null) {
      throw RequestMeta.missing("protocolVersion");
    }
    if (!header.get().equals(version)) {
      throw mismatch(VERSION + " is not the version in the request's _meta");
    }
    meta.caller(version);
    checkHeader(call, "Mcp-Method", request.method());
    String name = name(request);
    if (name != null) {
      checkHeader(call, "Mcp-Name", name);
    }
  }

  /** {@return what a request is about, null if it is about nothing that has a name} */
  private static @Nullable String name(Request request) {
    String member =
        switch (request.method()) {
          case "tools/call", "prompts/get" -> "name";
          case "resources/read" -> "uri";
          default -> null;
        };
    return member == null ? null : request.params().optional(member, Schemas.TEXT).orElse(null);
  }

  private static void checkHeader(Call call, String header, String expected) {
    List<String> values = call.headers(header);
    if (values.size() != 1 || !decoded(header, values.getFirst().strip()).equals(expected)) {
      throw mismatch(header + " does not say what the request says");
    }
  }

  private static String decoded(String header, String value) {
    if (!value.startsWith(ENCODED) || !value.endsWith(ENCODED_END)) {
      return value;
    }
    try {
      byte[] bytes =
          Base64.getDecoder()
              .decode(value.substring(ENCODED.length(), value.length() - ENCODED_END.length()));
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException broken) {
      throw mismatch(header + " is no Base64 of UTF-8");
    }
  }

  private static ProtocolException mismatch(String what) {
    return ProtocolException.of(HEADER_MISMATCH, "Header mismatch: " + what);
  }
}
