package quire.cli.doctor;

import java.time.Clock;
import java.util.List;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.api.StoreException;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;
import quire.cli.base.Counted;
import quire.cli.settings.Settings;

/** Opens the store in force and counts it. It creates none. */
final class StoreCheck implements HealthCheck {
  private final Settings settings;
  private volatile boolean refused;

  StoreCheck(Settings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "store";
  }

  @Override
  public Finding run() {
    if (!settings.storeExists()) {
      return Finding.skip(settings.address() + " does not exist yet; the first write makes it");
    }
    try (MemoryStore store = open(settings)) {
      var description = store.describe();
      return Finding.ok(
          "%s holds %s, %s and %s"
              .formatted(
                  settings.address(),
                  Counted.of(description.entities(), "entity"),
                  Counted.of(description.observations(), "observation"),
                  Counted.of(description.relations(), "relation")));
    } catch (StoreException failure) {
      refused = true;
      return Finding.fail(
          String.valueOf(failure.getMessage()), "see the message; the store was left as it is");
    }
  }

  /** {@return whether the user's own store, which reads answer from too, can be read} */
  static Finding along(Settings users) {
    if (!users.storeExists()) {
      return Finding.ok(users.address() + " does not exist yet; reads answer from the project");
    }
    try (MemoryStore store = open(users)) {
      return Finding.ok(
          "%s, which is read along, holds %s"
              .formatted(users.address(), Counted.of(store.describe().entities(), "entity")));
    } catch (StoreException failure) {
      return Finding.warn(
          String.valueOf(failure.getMessage()),
          "see the message; until then reads answer from the project alone and say so");
    }
  }

  /** {@return the same check, skipped if this one ran before it and could not open the store} */
  HealthCheck before(HealthCheck other) {
    return new Doctor.Check(
        other.name(),
        () -> refused ? Finding.skip("the store cannot be opened, see above") : other.run());
  }

  /** {@return what a check of the whole store finds} */
  Finding content() {
    if (!settings.storeExists()) {
      return Finding.skip(settings.address() + " does not exist yet");
    }
    try (MemoryStore store = open(settings)) {
      List<String> problems = store.problems();
      return problems.isEmpty()
          ? Finding.ok("all of it was read, nothing is wrong")
          : Finding.fail(
              "%d problems, the first: %s".formatted(problems.size(), problems.getFirst()),
              "copy the store away now, then restore the last good copy");
    }
  }

  /** {@return where secrets are stored already, without a character of them} */
  Finding secrets() {
    if (!settings.storeExists()) {
      return Finding.skip(settings.address() + " does not exist yet");
    }
    StoredSecrets stored = new StoredSecrets();
    try (MemoryStore store = open(settings);
        GraphSnapshot snapshot = store.read(new Selection.Everything())) {
      snapshot.entities(stored::entity);
    }
    return stored.finding();
  }

  private static MemoryStore open(Settings settings) {
    return settings.provider().open(settings.store(), Clock.systemUTC());
  }
}
