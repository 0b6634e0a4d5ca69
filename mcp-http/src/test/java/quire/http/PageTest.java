package quire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quire.api.MemoryStore;
import quire.conformance.HeapMemoryStore;
import quire.http.page.PageEndpoint;

/** What a browser gets, and what can be told of it without one. */
@Timeout(120)
class PageTest {
  private static final Path FILES = Path.of("src/main/resources/quire/http/page");
  private static final int MOST_PACKED = 250_000;

  @TempDir private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = RunningServer.start(new HeapMemoryStore(Clock.systemUTC()), folder);
  }

  @AfterEach
  void end() {
    server.close();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path)));
    return client.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofString());
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(FILES)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void thePageComesWithoutATokenAndWithAPolicyThatForbidsAllElse() throws Exception {
    HttpResponse<String> page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().map()).doesNotContainKey("set-cookie");
    String tag = page.headers().firstValue("ETag").orElseThrow();
    assertThat(get("/", "If-None-Match", tag).statusCode()).isEqualTo(304);
  }

  @Test
  void everyFileThatIsThereIsServedAndNothingElse() throws Exception {
    int served = 0;
    for (Path file : files()) {
      String path = "/" + FILES.relativize(file);
      boolean paper = path.endsWith(".md") || path.endsWith(".txt");
      assertThat(PageEndpoint.has(path)).as(path).isEqualTo(!paper);
      assertThat(get(path).statusCode()).as(path).isEqualTo(paper ? 404 : 200);
      served += paper ? 0 : 1;
    }
    assertThat(served).isGreaterThan(12);
    for (String other :
        List.of("/../token", "/%2e%2e/token", "/page/index.html", "/vendor/", "/x")) {
      assertThat(get(other).statusCode()).as(other).isIn(400, 404);
    }
  }

  @Test
  void whatTheFirstViewNeedsIsAskedForAtOnceAndTheRestLater() throws Exception {
    String page = get("/").body();
    Pattern named = Pattern.compile("(?:src|href)=\"([\\w./-]+\\.js)\"");
    List<String> first =
        named.matcher(page).results().map(found -> found.group(1)).sorted().toList();
    assertThat(first).containsExactly("app.js", "dom.js", "overview.js", "server.js");
    Pattern imported = Pattern.compile("^import .* from '\\./([\\w.-]+)'", Pattern.MULTILINE);
    for (String script : first) {
      assertThat(imported.matcher(get("/" + script).body()).results().map(i -> i.group(1)))
          .as("what %s needs is under way before it is read", script)
          .isSubsetOf(first);
    }
  }

  @Test
  void aServerGoesTheWayOfABrowserOnceWhenSomebodyHasALink() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicInteger times = new AtomicInteger();
    MemoryStore heap = new HeapMemoryStore(Clock.systemUTC());
    MemoryStore store =
        WatchedStore.of(
            heap,
            (method, _) -> {
              if (method.equals("describe")) {
                times.incrementAndGet();
                asked.countDown();
              }
            });
    try (RunningServer visited = RunningServer.start(store, folder.resolve("visited"))) {
      HttpRequest code =
          HttpRequest.newBuilder(visited.address().resolve("/api/codes"))
              .header("Authorization", "Bearer " + visited.token())
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build();
      assertThat(times.get()).isZero();
      assertThat(visited.send(code).statusCode()).isEqualTo(200);
      assertThat(asked.await(60, TimeUnit.SECONDS)).as("the first figures were read").isTrue();
      assertThat(visited.send(code).statusCode()).isEqualTo(200);
    }
    assertThat(times.get()).isEqualTo(1);
  }

  @Test
  void aPageOfAnotherServerGetsNothing() throws Exception {
    assertThat(get("/", "Origin", "http://evil.example").statusCode()).isEqualTo(403);
    assertThat(server.raw("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")).contains(" 403 ");
  }

  @Test
  void storedTextCanOnlyBecomeText() throws IOException {
    Pattern dangerous =
        Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new"
                + " Function|setAttribute\\('style|javascript:|https?://(?!www\\.w3\\.org/2000/svg)");
    for (Path file : files()) {
      if (file.toString().contains("vendor")) {
        continue;
      }
      String text = Files.readString(file);
      assertThat(dangerous.matcher(text).find()).as(file.toString()).isFalse();
      if (file.toString().endsWith(".html")) {
        assertThat(text).doesNotContainPattern("<script(?![^>]*src=)|<style|style=|\\son[a-z]+=");
      }
    }
  }

  @Test
  void allOfItIsSmallAndTheLibrariesAreTheOnesThatAreNamed() throws Exception {
    int packed = 0;
    String papers = Files.readString(FILES.resolve("vendor/README.md"));
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(file);
      ByteArrayOutputStream small = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(small)) {
        gzip.write(bytes);
      }
      packed += small.size();
      if (file.toString().contains("vendor") && file.toString().endsWith(".js")) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
        assertThat(papers).contains(HexFormat.of().formatHex(digest));
      }
    }
    assertThat(packed).isLessThan(MOST_PACKED);
  }
}
