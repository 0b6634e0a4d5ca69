package quire.http.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import quire.api.spi.Sha256;
import quire.http.door.RefusedException;
import quire.http.engine.Engine.Call;

/**
 * The files of the page. Their names stand here, and nothing else can be asked for: no path ever
 * reaches a file system. They hold nothing of the memory, so nobody needs a token for them.
 */
public final class PageEndpoint {
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("/index.html", "text/html; charset=utf-8"),
          Map.entry("/style.css", "text/css; charset=utf-8"),
          Map.entry("/icon.svg", "image/svg+xml"),
          Map.entry("/app.js", SCRIPT),
          Map.entry("/changes.js", SCRIPT),
          Map.entry("/dom.js", SCRIPT),
          Map.entry("/entity.js", SCRIPT),
          Map.entry("/find.js", SCRIPT),
          Map.entry("/graph.js", SCRIPT),
          Map.entry("/layout.js", SCRIPT),
          Map.entry("/overview.js", SCRIPT),
          Map.entry("/picture.js", SCRIPT),
          Map.entry("/processes.js", SCRIPT),
          Map.entry("/server.js", SCRIPT),
          Map.entry("/vendor/graphology-0.26.0.js", SCRIPT),
          Map.entry("/vendor/graphology-library-0.8.0.js", SCRIPT),
          Map.entry("/vendor/sigma-3.0.3.js", SCRIPT));

  /** Names with a version never change what they hold. */
  private static final String VERSIONED = "/vendor/";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
          + " 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors"
          + " 'none'";

  private final Map<String, Part> parts = new ConcurrentHashMap<>();

  /** A file as it is sent. */
  private static final class Part {
    private final String type;
    private final byte[] plain;
    private final byte[] packed;
    private final String tag;

    Part(String type, byte[] plain, byte[] packed, String tag) {
      this.type = type;
      this.plain = plain;
      this.packed = packed;
      this.tag = tag;
    }
  }

  /** {@return whether a path is one of the page} */
  public static boolean has(String path) {
    return path.equals("/") || TYPES.containsKey(path);
  }

  /** Answers with the file of a path that {@linkplain #has is} one of the page. */
  public void serve(Call call, String path) throws IOException, RefusedException {
    if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
      throw RefusedException.of(405, "The page can only be read").with("Allow", "GET, HEAD");
    }
    String name = path.equals("/") ? "/index.html" : path;
    Part part = parts.computeIfAbsent(name, PageEndpoint::read);
    call.with("Content-Security-Policy", POLICY)
        .with("Referrer-Policy", "no-referrer")
        .with("Cross-Origin-Opener-Policy", "same-origin")
        .with("Cross-Origin-Resource-Policy", "same-origin")
        .with("ETag", part.tag)
        .with("Vary", "Accept-Encoding")
        .with(
            "Cache-Control",
            name.startsWith(VERSIONED) ? "max-age=31536000, immutable" : "no-cache");
    if (call.header("If-None-Match").equals(Optional.of(part.tag))) {
      call.answer(304);
      return;
    }
    boolean packed =
        call.header("Accept-Encoding").filter(accepted -> accepted.contains("gzip")).isPresent();
    if (packed) {
      call.with("Content-Encoding", "gzip");
    }
    if (call.method().equals("HEAD")) {
      call.answer(200);
    } else {
      call.answer(200, part.type, packed ? part.packed : part.plain);
    }
  }

  private static Part read(String name) {
    try (InputStream file = PageEndpoint.class.getResourceAsStream(name.substring(1))) {
      if (file == null) {
        throw new IllegalStateException("The page lacks " + name);
      }
      byte[] plain = file.readAllBytes();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(plain);
      }
      byte[] digest = Sha256.of(plain);
      return new Part(
          TYPES.getOrDefault(name, ""),
          plain,
          packed.toByteArray(),
          "\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
