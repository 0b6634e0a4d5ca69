package quire.storage.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import quire.api.Author;
import quire.api.ChangeQuery;
import quire.api.Durability;
import quire.api.Entity;
import quire.api.Limits;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.spi.StoreSettings;
import quire.storage.vault.write.CrashPoint;

/**
 * A process of its own that works on a vault: opens it, then carries out the words of its script,
 * each a command and its arguments separated by {@code |}, and prints a line for each
 * acknowledgement.
 */
public final class VaultChild {
  private final VaultMemoryStore store;
  private final Author author = new Author("child", String.valueOf(ProcessHandle.current().pid()));

  private VaultChild(VaultMemoryStore store) {
    this.store = store;
  }

  /**
   * Runs the script.
   *
   * @param args location, state directory, milliseconds to hold the lock at each write, script
   */
  public static void main(String[] args) throws IOException {
    StoreSettings settings =
        new StoreSettings(
            args[0], Durability.NORMAL, Limits.STANDARD, Map.of("state-dir", args[1]));
    long hold = Long.parseLong(args[2]);
    Consumer<CrashPoint> steps =
        step -> {
          if (step == CrashPoint.LOCKED && hold > 0) {
            say("holding");
            LockSupport.parkNanos(hold * 1_000_000);
          }
        };
    Consumer<CrashPoint> halting = CrashPoint.configured();
    try (VaultMemoryStore store =
        VaultMemoryStore.open(settings, Clock.systemUTC(), steps.andThen(halting))) {
      VaultChild child = new VaultChild(store);
      say("opened");
      for (String line : Arrays.asList(args).subList(3, args.length)) {
        child.run(List.of(line.split("\\|", -1)));
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private void run(List<String> words) throws IOException {
    List<String> rest = words.subList(1, words.size());
    String result =
        switch (words.getFirst()) {
          case "await" -> await(Path.of(rest.getFirst()));
          case "create" -> create(rest);
          case "add" -> add(rest);
          case "addMany" -> addMany(rest.get(0), rest.get(1), Integer.parseInt(rest.get(2)));
          case "createMany" -> createMany(rest.get(0), Integer.parseInt(rest.get(1)));
          case "createAtOnce" -> createAtOnce(rest.get(0), Integer.parseInt(rest.get(1)));
          case "relate" -> relate(rest);
          case "forget" -> forget(rest);
          case "changes" -> String.valueOf(store.changes(ChangeQuery.after(0, 1_000)).size());
          case "delete" -> String.valueOf(store.deleteEntities(rest, author));
          default -> throw new IllegalArgumentException(words.getFirst());
        };
    say(words.getFirst() + " " + result);
  }

  private static String await(Path file) {
    while (!Files.exists(file)) {
      LockSupport.parkNanos(1_000_000);
    }
    return "done";
  }

  private String create(List<String> words) {
    Entity entity = new Entity(words.getFirst(), "thing", words.subList(1, words.size()));
    return String.valueOf(store.createEntities(List.of(entity), author).size());
  }

  private String add(List<String> words) {
    List<String> texts = words.subList(1, words.size());
    return String.valueOf(
        store
            .addObservations(List.of(new Observations(words.getFirst(), texts)), author)
            .getFirst()
            .texts()
            .size());
  }

  private String forget(List<String> words) {
    List<String> texts = words.subList(1, words.size());
    return String.valueOf(store.forget(List.of(new Observations(words.getFirst(), texts)), author));
  }

  private String addMany(String name, String prefix, int count) {
    long longest = 0;
    for (int i = 0; i < count; i++) {
      long started = System.nanoTime();
      add(List.of(name, prefix + i));
      longest = Math.max(longest, System.nanoTime() - started);
      say("added " + prefix + i);
    }
    return "longest " + longest / 1_000_000;
  }

  private String createMany(String prefix, int count) {
    int created = 0;
    for (int i = 0; i < count; i++) {
      created += Integer.parseInt(create(List.of(prefix + i, "by " + author.session())));
    }
    return String.valueOf(created);
  }

  private String createAtOnce(String prefix, int count) {
    List<Entity> entities = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entities.add(new Entity(prefix + "-" + i, "thing", List.of("fact")));
    }
    return String.valueOf(store.createEntities(entities, author).size());
  }

  private String relate(List<String> words) {
    Relation relation = new Relation(words.get(0), words.get(1), words.get(2));
    return String.valueOf(store.createRelations(List.of(relation), author).size());
  }
}
