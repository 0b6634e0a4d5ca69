package quire.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import quire.api.MemoryStore;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;
import quire.cli.base.Moment;
import quire.cli.settings.BackupPolicy;
import quire.cli.settings.Settings;
import quire.cli.stores.BackupNote;
import quire.cli.stores.Backups;

/** Asks how much would be lost if the store were gone now. */
record BackupCheck(Settings settings, Backups backups, Clock clock) implements HealthCheck {
  /** A store that was written for so long without a backup has missed several of its own. */
  private static final Duration LONGEST = Duration.ofDays(7);

  @Override
  public String name() {
    return "backup";
  }

  @Override
  public Finding run() throws IOException {
    List<Path> all = backups.all();
    if (!settings.storeExists()) {
      return all.isEmpty()
          ? Finding.skip(settings.address() + " does not exist yet")
          : Finding.warn(
              "%s is not there, and %s".formatted(settings.address(), last(all)),
              backups.command(all.getFirst()));
    }
    if (settings.place().isEmpty()) {
      return Finding.skip("the store is on a server, which has backups of its own; " + last(all));
    }
    BackupNote note = backups.note();
    String said = last(all) + verified(note);
    if (settings.backup() == BackupPolicy.OFF) {
      return Finding.ok("backup = \"off\"; " + said);
    }
    Optional<String> failure = note.failure();
    if (failure.isPresent()) {
      return Finding.warn(
          "the last backup could not be made: %s; %s".formatted(failure.get(), said),
          "see the reason, then: quire backup --daily");
    }
    return isOverdue(all, note)
        ? Finding.warn(said + ", and the store was written since", "quire backup")
        : Finding.ok(said);
  }

  private static String last(List<Path> all) throws IOException {
    return all.isEmpty()
        ? "there is no backup yet"
        : "the last backup is %s of %s"
            .formatted(
                all.getFirst(),
                Moment.shown(Files.getLastModifiedTime(all.getFirst()).toInstant()));
  }

  private static String verified(BackupNote note) {
    return note.verified()
        .map(
            at ->
                ", the last one restored on trial %s on %s"
                    .formatted(note.verifiedFile(), Moment.shown(at)))
        .orElse(", none was restored on trial (quire backup --verify)");
  }

  private boolean isOverdue(List<Path> all, BackupNote note) throws IOException {
    Path place = settings.place().orElseThrow();
    Instant since =
        all.isEmpty()
            ? Files.readAttributes(place, BasicFileAttributes.class).creationTime().toInstant()
            : Files.getLastModifiedTime(all.getFirst()).toInstant();
    if (since.plus(LONGEST).isAfter(clock.instant())) {
      return false;
    }
    try (MemoryStore store = settings.provider().open(settings.store(), clock)) {
      return !note.holds(store.describe());
    }
  }
}
