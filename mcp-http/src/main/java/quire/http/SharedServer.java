package quire.http;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import quire.http.access.AccessTokens;
import quire.http.access.Attempts;
import quire.http.access.OwnNames;
import quire.http.access.PageTokens;
import quire.http.access.SessionFolder;
import quire.http.access.SessionIds;
import quire.http.access.SigningKey;
import quire.http.access.Visitor;
import quire.http.access.Visitors;
import quire.http.api.ApiEndpoint;
import quire.http.api.Health;
import quire.http.api.Metrics;
import quire.http.door.Bodies;
import quire.http.door.Door;
import quire.http.door.RefusedException;
import quire.http.engine.Engine;
import quire.http.engine.Engine.Call;
import quire.http.events.ChangeFeed;
import quire.http.events.Streams;
import quire.http.mcp.Intake;
import quire.http.mcp.McpEndpoint;
import quire.http.page.PageEndpoint;
import quire.mcp.ServerSetup;
import quire.mcp.calls.CallThreads;
import quire.mcp.calls.Dispatcher;
import quire.mcp.catalog.IdleWork;
import quire.mcp.catalog.Remarks;
import quire.mcp.catalog.ServerLimits;
import quire.mcp.catalog.ServerLog;
import quire.mcp.catalog.Service;
import quire.mcp.json.AnswerBuffers;
import quire.mcp.protocol.ServerIdentity;
import quire.mcp.tools.MemoryCatalog;

/**
 * Serves one memory to any number of clients, in every revision of the protocol that has Streamable
 * HTTP. What it must remember of clients stands in what they send and in the store, so that one
 * server can follow another at the same address and no client notices.
 */
public final class SharedServer implements AutoCloseable {
  /** Where the protocol is spoken. */
  public static final String PATH = "/mcp";

  private static final String HEALTH = "/healthz";
  private static final String METRICS = "/metrics";
  private static final Visitor NOBODY = new Visitor("", false, "");

  /** As many calls of one client over standard streams may run. */
  private static final int CALLS = 32;

  private static final Duration TIDY = Duration.ofSeconds(20);

  private final Service service;
  private final Engine engine;
  private final Door door;
  private final ChangeFeed feed;
  private final Streams streams;
  private final McpEndpoint mcp;
  private final PageEndpoint page = new PageEndpoint();
  private final PageTokens pages;
  private final FirstVisit visit;
  private final ApiEndpoint api;
  private final Health health;
  private final Metrics metrics = new Metrics();
  private final ThreadPoolExecutor calls;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean ending;

  /**
   * Takes the address; what comes there is answered once it is started.
   *
   * @throws IOException if the address or the folder cannot be had
   */
  public SharedServer(ServerSetup setup, HttpSetup http) throws IOException {
    this(memory(setup), Dispatcher::accept, http);
  }

  /** Serves whatever is on offer. */
  SharedServer(Service service, Intake intake, HttpSetup http) throws IOException {
    this.service = service;
    feed = new ChangeFeed(service.store(), service.log());
    streams = new Streams(feed);
    calls = callThreads();
    CallThreads threads =
        new CallThreads(calls, Executors.newVirtualThreadPerTaskExecutor(), this::failed);
    Clock clock = Clock.systemUTC();
    AccessTokens tokens = new AccessTokens(http.tokens());
    new SessionFolder(http.folder()).tidy(clock);
    SigningKey key = SigningKey.of(http.folder().resolve("sessions.key"));
    pages = new PageTokens(key, tokens, clock);
    visit = new FirstVisit(() -> URI.create(address()), () -> pages.code(false));
    Bodies bodies = new Bodies(service.limits().messageBytes());
    health = new Health(service.store());
    mcp =
        new McpEndpoint(
            new McpEndpoint.Shared(
                service, this::stillAccepts, threads, feed, streams, metrics, intake),
            bodies,
            new SessionIds(key, clock),
            http.folder());
    api =
        new ApiEndpoint(
            new ApiEndpoint.Host(
                service,
                threads,
                this::stillAccepts,
                feed,
                streams,
                pages,
                this::address,
                http.processes(),
                http.health(),
                visit::begin),
            bodies,
            clock);
    engine = new Engine(http.address(), new Requests());
    door =
        new Door(
            new OwnNames(engine.address().getPort(), http.names(), http.proxied()),
            new Visitors(tokens, pages),
            new Attempts(clock));
    metrics.gauge("quire_http_streams", streams::count);
    metrics.gauge("quire_http_sessions_in_use", mcp::sessions);
    metrics.gauge("quire_http_requests_open", engine::open);
    metrics.gauge("quire_http_calls_running", calls::getActiveCount);
    metrics.gauge("quire_http_calls_waiting", () -> calls.getQueue().size());
  }

  private static Service memory(ServerSetup setup) {
    return new Service(
        MemoryCatalog.offer(),
        new ServerIdentity("quire", "Quire", setup.version()),
        setup.store(),
        setup.session(),
        ServerLimits.STANDARD,
        new ServerLog(setup.notices(), setup.least()),
        client -> {},
        new AnswerBuffers(),
        new Remarks(setup.remarks()),
        setup.answerBytes(),
        new IdleWork());
  }

  /** Platform threads, as over standard streams, and never more than calls can use. */
  private static ThreadPoolExecutor callThreads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            CALLS,
            CALLS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("http-call-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** {@return where clients find it} */
  public String address() {
    InetSocketAddress address = engine.address();
    InetAddress host = address.getAddress();
    String name =
        host.isAnyLocalAddress() ? "127.0.0.1" : host.getHostAddress().replaceFirst("%.*", "");
    return "http://%s:%d%s"
        .formatted(name.contains(":") ? "[" + name + "]" : name, address.getPort(), PATH);
  }

  /** {@return the address that opens the page once, within a minute from now} */
  public String pageLink(boolean mayWrite) {
    String address = address();
    visit.begin();
    return "%s/#code=%s"
        .formatted(address.substring(0, address.length() - PATH.length()), pages.code(mayWrite));
  }

  /** Serves until it is closed. */
  public void serve() throws InterruptedException {
    engine.start();
    while (!ended.await(TIDY.toMillis(), TimeUnit.MILLISECONDS)) {
      mcp.tidy();
    }
  }

  /**
   * Ends serving: streams get their last word, calls that run get the time that the limits allow,
   * and whatever comes meanwhile is sent away for a moment.
   */
  @Override
  public synchronized void close() {
    if (ending) {
      return;
    }
    ending = true;
    service.idle().end();
    feed.close();
    long end = System.nanoTime() + service.limits().drain().toNanos();
    try {
      mcp.finish(end);
      while (engine.open() > 0 && System.nanoTime() - end < 0) {
        Thread.sleep(5);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    engine.close();
    calls.shutdown();
    ended.countDown();
  }

  private boolean stillAccepts(Call call) {
    return door.stillAccepts(call);
  }

  private void failed(Throwable defect) {
    service.log().defect("serving", defect);
  }

  /** What the engine hands over. */
  private final class Requests implements Engine.Handler {
    @Override
    public void handle(Call call) throws IOException, InterruptedException {
      try {
        serve(call);
      } catch (RefusedException refused) {
        Door.refuse(call, refused);
      }
    }

    private void serve(Call call) throws IOException, InterruptedException, RefusedException {
      String path = String.valueOf(call.target().getRawPath());
      boolean ofPage = PageEndpoint.has(path);
      boolean known =
          ofPage
              || path.equals(PATH)
              || path.equals(HEALTH)
              || path.equals(METRICS)
              || ApiEndpoint.knows(path);
      if (!known) {
        throw RefusedException.of(404, "Nothing is here; the protocol is spoken at " + PATH);
      }
      door.checkAddress(call);
      if (ofPage) {
        page.serve(call, path);
        return;
      }
      if (path.equals(HEALTH)) {
        health.answer(call, ending);
        return;
      }
      Visitor visitor = path.equals(ApiEndpoint.LOGIN) ? NOBODY : door.visitor(call);
      if (ending) {
        throw RefusedException.later("The server is ending; nothing was done");
      }
      switch (path) {
        case PATH -> mcp.serve(call, visitor);
        case METRICS -> call.answer(200, "text/plain; version=0.0.4", metrics.text());
        case ApiEndpoint.LOGIN -> api.login(call);
        default -> api.serve(call, visitor);
      }
    }

    @Override
    public void failed(Throwable failure) {
      service.log().event(Level.ERROR, "request-failed");
      service.log().defect("request", failure);
    }
  }
}
