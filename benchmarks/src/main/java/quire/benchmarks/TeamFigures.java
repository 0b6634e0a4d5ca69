package quire.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.PGConnection;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.RecallQuery;
import quire.api.Selection;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;

/**
 * PostgreSQL beside the raw floors of the same server and beside SQLite, in one run. All take
 * turns, so that a busy machine is busy for each of them. Usage: {@code TeamFigures PORT ENTITIES
 * FOLDER}; the server is on this machine, database team, user and password by {@code PGUSER} and
 * {@code PGPASSWORD}.
 */
public final class TeamFigures {
  private static final Author AUTHOR = new Author("figures", "session");
  private static final int WRITERS = 8;
  private static final int A_CALL = 1_000;
  private static final int TURNS = 3;
  private static final int WORDS = 3_000;
  private static final long TURN_NS = TimeUnit.SECONDS.toNanos(4);
  private static final List<String> TABLES = List.of("entity", "observation", "write");

  private final int port;
  private final int entities;
  private final String run = Long.toString(System.currentTimeMillis(), 36);

  private TeamFigures(int port, int entities) {
    this.port = port;
    this.entities = entities;
  }

  /** Prints one line a figure. */
  public static void main(String[] arguments) throws Exception {
    TeamFigures figures =
        new TeamFigures(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
    figures.writersAtADistance();
    figures.largeStores(Path.of(arguments[2]));
  }

  private static void say(String line, Object... values) {
    System.out.println(String.format(Locale.ROOT, line, values));
  }

  private static MemoryStoreProvider provider(String id) {
    return ServiceLoader.load(MemoryStoreProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private StoreSettings memory(String name, int throughPort) {
    StoreSettings settings =
        StoreSettings.at("//127.0.0.1:%d/team?memory=f-%s-%s".formatted(throughPort, run, name));
    provider("postgresql").make(settings);
    return settings;
  }

  private static MemoryStore open(String id, StoreSettings settings) {
    return provider(id).open(settings, Clock.systemUTC());
  }

  private Connection connect(int throughPort) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/team".formatted(throughPort),
        System.getenv("PGUSER"),
        System.getenv("PGPASSWORD"));
  }

  private interface Writing {
    void write(int number) throws Exception;
  }

  /** {@return calls a second of all writers together} */
  private static double rate(List<Writing> writers) throws Exception {
    long start = System.nanoTime();
    long end = start + TURN_NS;
    AtomicInteger done = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(writers.size())) {
      List<Future<?>> all = new ArrayList<>();
      for (Writing writer : writers) {
        all.add(
            threads.submit(
                () -> {
                  while (System.nanoTime() < end) {
                    writer.write(done.incrementAndGet());
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    return done.get() * 1e9 / (System.nanoTime() - start);
  }

  private void writersAtADistance() throws Exception {
    List<AutoCloseable> open = new ArrayList<>();
    try (Wire wire = new Wire(port)) {
      try (Connection own = connect(port);
          Statement statement = own.createStatement()) {
        statement.execute(
            "CREATE TABLE IF NOT EXISTS figures_floor(id bigint generated always as identity"
                + " primary key, name text, text text)");
      }
      List<Writing> floor = new ArrayList<>();
      List<Writing> ours = new ArrayList<>();
      StoreSettings settings = memory("distance", wire.port());
      for (int i = 0; i < WRITERS; i++) {
        Connection connection = connect(wire.port());
        open.add(connection);
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO figures_floor(name, text) VALUES(?, ?)");
        String prefix = "writer " + i + " ";
        floor.add(
            number -> {
              insert.setString(1, prefix + number);
              insert.setString(2, "written from a distance");
              insert.executeUpdate();
            });
        MemoryStore store = open("postgresql", settings);
        open.add(store);
        ours.add(
            number ->
                store.createEntities(
                    List.of(
                        new Entity(
                            prefix + number + " " + System.nanoTime(),
                            "thing",
                            List.of("written from a distance"))),
                    AUTHOR));
      }
      double[] floors = new double[TURNS];
      double[] rates = new double[TURNS];
      for (int turn = 0; turn < TURNS; turn++) {
        floors[turn] = rate(floor);
        rates[turn] = rate(ours);
      }
      say(
          "8 writers, 10 ms away: %.0f calls/s, floor of single inserts %.0f: %.2f (turns %s over"
              + " %s)",
          median(rates),
          median(floors),
          median(rates) / median(floors),
          Arrays.toString(rates),
          Arrays.toString(floors));
    } finally {
      for (AutoCloseable one : open) {
        one.close();
      }
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** {@return a text of which the first word is rare and each next one more or less frequent} */
  private static String text(int entity, int place, Random random) {
    StringBuilder text = new StringBuilder("rare%dx%d".formatted(entity, place));
    for (int i = 0; i < 7; i++) {
      text.append(" word").append((int) Math.pow(WORDS, random.nextDouble()));
    }
    return text.toString();
  }

  private static List<Entity> batch(int from, Random random) {
    List<Entity> batch = new ArrayList<>();
    for (int i = from; i < from + A_CALL; i++) {
      batch.add(
          new Entity(
              "entity " + i,
              "thing",
              List.of(text(i, 0, random), text(i, 1, random), text(i, 2, random))));
    }
    return batch;
  }

  private void largeStores(Path folder) throws Exception {
    StoreSettings there = memory("large", port);
    try (MemoryStore postgres = open("postgresql", there);
        MemoryStore sqlite = open("sqlite", StoreSettings.at(folder.resolve(run + ".db")))) {
      double ours = 0;
      double beside = 0;
      Random random = new Random(1);
      for (int from = 0; from < entities; from += A_CALL) {
        List<Entity> batch = batch(from, random);
        ours += seconds(() -> postgres.createEntities(batch, AUTHOR));
        beside += seconds(() -> sqlite.createEntities(batch, AUTHOR));
      }
      double copy = copied();
      say(
          "calls of 1,000 x 3: %.0f entities/s, COPY of the same rows %.0f: %.2f; SQLite %.0f",
          entities / ours, entities / copy, copy / ours, entities / beside);
      beside("create", 200, postgres, sqlite, this::create);
      beside("selective search", 60, postgres, sqlite, (store, turn) -> search(store, rare(turn)));
      beside(
          "recall of a rare word",
          60,
          postgres,
          sqlite,
          (store, turn) -> recall(store, rare(turn)));
      beside(
          "recall of three frequent words",
          15,
          postgres,
          sqlite,
          (store, turn) -> recall(store, "word1 word2 word" + (3 + turn % 3)));
      recallFromADistance(there);
    }
  }

  private String rare(int turn) {
    return "rare%dx1".formatted((turn * 7_919) % entities);
  }

  private interface Work {
    void run() throws Exception;
  }

  private static double seconds(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  /** {@return how long COPY takes for the rows that the calls have made} */
  private double copied() throws Exception {
    memory("copied", port);
    double taken = 0;
    try (Connection connection = connect(port)) {
      connection.setAutoCommit(false);
      var copying = connection.unwrap(PGConnection.class).getCopyAPI();
      String source = "\"f-%s-large\"".formatted(run);
      String target = "\"f-%s-copied\"".formatted(run);
      long step = 4L * A_CALL; // numbers of a call
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "INSERT INTO %s.author SELECT * FROM %s.author".formatted(target, source));
      }
      connection.commit();
      for (long first = 1; first <= entities * 4L; first += step) {
        List<byte[]> rows = new ArrayList<>();
        for (String table : TABLES) {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          copying.copyOut(
              "COPY (SELECT * FROM %s.%s WHERE %s BETWEEN %d AND %d) TO STDOUT"
                  .formatted(
                      source,
                      table,
                      table.equals("write") ? "first" : "id",
                      first,
                      first + step - 1),
              bytes);
          rows.add(bytes.toByteArray());
        }
        connection.commit();
        long start = System.nanoTime();
        for (int i = 0; i < TABLES.size(); i++) {
          copying.copyIn(
              "COPY %s.%s FROM STDIN".formatted(target, TABLES.get(i)),
              new ByteArrayInputStream(rows.get(i)));
        }
        connection.commit();
        taken += (System.nanoTime() - start) / 1e9;
      }
    }
    return taken;
  }

  private interface Call {
    void on(MemoryStore store, int turn) throws Exception;
  }

  private static void beside(
      String name, int turns, MemoryStore postgres, MemoryStore sqlite, Call call)
      throws Exception {
    double[] ours = new double[turns];
    double[] others = new double[turns];
    for (int turn = 0; turn < turns; turn++) {
      int number = turn;
      ours[turn] = seconds(() -> call.on(postgres, number)) * 1_000;
      others[turn] = seconds(() -> call.on(sqlite, number)) * 1_000;
    }
    say(
        "%s: p50 %.2f ms, SQLite %.2f ms: %.2f",
        name, median(ours), median(others), median(ours) / median(others));
  }

  private void create(MemoryStore store, int turn) {
    store.createEntities(
        List.of(new Entity("new " + turn, "thing", List.of("one", "two", "three"))), AUTHOR);
  }

  private static void search(MemoryStore store, String word) {
    try (var found = store.read(new Selection.Matching(word))) {
      if (found.toGraph().entities().isEmpty()) {
        throw new IllegalStateException("Nothing found: " + word);
      }
    }
  }

  private static void recall(MemoryStore store, String words) {
    if (store.recall(RecallQuery.of(words, 10)).facts().isEmpty()) {
      throw new IllegalStateException("Nothing found: " + words);
    }
  }

  private void recallFromADistance(StoreSettings there) throws Exception {
    try (Wire wire = new Wire(port);
        MemoryStore store =
            open(
                "postgresql",
                there.withLocation(there.location().replace(":" + port, ":" + wire.port())))) {
      for (String words : List.of("rare5x1", "word1 word2 word3")) {
        for (int i = 0; i < 6; i++) {
          recall(store, words);
        }
        wire.takeTrips();
        double taken = seconds(() -> recall(store, words)) * 1_000;
        say(
            "recall of \"%s\", 10 ms away: %.0f ms, %d round trips",
            words, taken, wire.takeTrips());
      }
    }
  }

  /** A connection to this machine that takes 5 ms in each direction. */
  private static final class Wire implements AutoCloseable {
    private static final long DELAY_NS = 5_000_000;

    private final ServerSocket listening =
        new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger trips = new AtomicInteger();
    private final List<Socket> sockets = new ArrayList<>();

    Wire(int server) throws IOException {
      Thread.ofPlatform().daemon().start(() -> accept(server));
    }

    int port() {
      return listening.getLocalPort();
    }

    int takeTrips() {
      return trips.getAndSet(0);
    }

    private void accept(int server) {
      try {
        while (true) {
          Socket client = listening.accept();
          Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
          for (Socket socket : List.of(client, behind)) {
            socket.setTcpNoDelay(true);
            sockets.add(socket);
          }
          AtomicInteger answered = new AtomicInteger(1);
          copy(client, behind, () -> trips.addAndGet(answered.getAndSet(0)));
          copy(behind, client, () -> answered.set(1));
        }
      } catch (IOException closed) {
        // the end of the figure
      }
    }

    /** What came, and when it has arrived: a later piece does not wait for an earlier one. */
    private record Piece(byte[] bytes, long due) {}

    private static void copy(Socket from, Socket to, Runnable each) {
      BlockingQueue<Piece> underWay = new LinkedBlockingQueue<>();
      daemon(
          () -> {
            try (InputStream in = from.getInputStream()) {
              byte[] buffer = new byte[1 << 16];
              for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                each.run();
                underWay.add(new Piece(Arrays.copyOf(buffer, count), System.nanoTime() + DELAY_NS));
              }
            } catch (IOException ended) {
              // the other thread sees it too
            }
            underWay.add(new Piece(new byte[0], 0));
          });
      daemon(
          () -> {
            try (OutputStream out = to.getOutputStream()) {
              for (Piece piece = underWay.take();
                  piece.bytes().length > 0;
                  piece = underWay.take()) {
                TimeUnit.NANOSECONDS.sleep(piece.due() - System.nanoTime());
                out.write(piece.bytes());
              }
            } catch (IOException | InterruptedException ended) {
              // one of the two has ended
            }
          });
    }

    private static void daemon(Runnable work) {
      Thread.ofPlatform().daemon().start(work);
    }

    @Override
    public void close() throws IOException {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
