package quire.storage.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import quire.api.Author;
import quire.api.Durability;
import quire.api.Entity;
import quire.api.Limits;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.StoreException;
import quire.api.StoreUndecidedException;
import quire.api.spi.StoreSettings;

/**
 * A process whose system calls fail: it carries out each write that it is told on its standard
 * input and answers with what came of it.
 */
public final class FaultChild {
  private static final Author AUTHOR = new Author("faulty", "session");
  private static final int NOTES = 4;

  /** So many are prepared by several threads. */
  static final int VERY_MANY = 60;

  private FaultChild() {}

  /**
   * Serves until its input ends.
   *
   * @param args location, state directory, durability
   */
  public static void main(String[] args) throws IOException {
    StoreSettings settings =
        new StoreSettings(
            args[0],
            args.length > 2 ? Durability.valueOf(args[2]) : Durability.FULL,
            Limits.STANDARD,
            Map.of("state-dir", args[1], "lock-wait-millis", "2000"));
    try (var store = VaultMemoryStore.open(settings, Clock.systemUTC(), step -> {});
        var in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      System.out.println("opened");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ");
        String answer = answer(store, words[0], words[1]);
        System.out.println(answer);
        System.out.flush();
      }
    }
  }

  private static String answer(VaultMemoryStore store, String write, String mark) {
    try {
      run(store, write, mark);
      return "done";
    } catch (StoreUndecidedException e) {
      return "undecided " + e.getMessage();
    } catch (StoreException e) {
      return "refused " + e.getMessage();
    } catch (RuntimeException | Error e) {
      return "broken " + e + " " + List.of(e.getStackTrace()).subList(0, 4);
    }
  }

  private static void create(VaultMemoryStore store, String mark, int count) {
    store.createEntities(
        IntStream.range(0, count)
            .mapToObj(i -> new Entity(mark + "-" + i, "thing", List.of("fact")))
            .toList(),
        AUTHOR);
  }

  private static void run(VaultMemoryStore store, String write, String mark) {
    switch (write) {
      case "add" -> store.addObservations(List.of(new Observations("hub", List.of(mark))), AUTHOR);
      case "create" ->
          store.createEntities(List.of(new Entity(mark, "thing", List.of("fact"))), AUTHOR);
      case "createMany" -> create(store, mark, NOTES);
      case "createVeryMany" -> create(store, mark, VERY_MANY);
      case "addMany" ->
          store.addObservations(
              IntStream.range(0, NOTES)
                  .mapToObj(i -> new Observations("spoke " + i, List.of(mark)))
                  .toList(),
              AUTHOR);
      case "relate" ->
          store.createRelations(List.of(new Relation("hub", mark, "mentions")), AUTHOR);
      case "delete" -> store.deleteEntities(List.of(mark), AUTHOR);
      default -> throw new IllegalArgumentException(write);
    }
  }
}
