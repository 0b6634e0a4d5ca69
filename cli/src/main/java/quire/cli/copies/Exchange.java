package quire.cli.copies;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import quire.api.StoreDamagedException;
import quire.api.StoreRefusedException;
import quire.api.spi.StoreSettings;
import quire.cli.settings.Settings;

/**
 * Puts a restored store in the place of one that is damaged, where a store is one file. The
 * restored one is whole before it gets the name, and gets it in one step: at every moment the name
 * leads to the one or to the other.
 */
final class Exchange {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Settings target;
  private final Path place;
  private final Path kept;
  private final Path draft;
  private long entities;

  private Exchange(Settings target, Path place, String time) {
    this.target = target;
    this.place = place;
    this.kept = place.resolveSibling(place.getFileName() + ".damaged-" + time);
    this.draft = place.resolveSibling(place.getFileName() + ".restored-" + time);
  }

  /**
   * {@return the exchange of this store}
   *
   * @throws StoreDamagedException what was found, if the store is no single file
   */
  static Exchange of(Settings target, Clock clock, StoreDamagedException damaged) {
    Path place = target.place().filter(Files::isRegularFile).orElseThrow(() -> damaged);
    return new Exchange(target, place, TIME.format(clock.instant()));
  }

  /** {@return where the damaged store is afterwards} */
  Path kept() {
    return kept;
  }

  long entities() {
    return entities;
  }

  /**
   * Restores beside the store, compares, and exchanges.
   *
   * @throws StoreRefusedException if what was restored is not the same; nothing was exchanged
   */
  void carryOut(Archive archive) throws IOException {
    Comparison comparison;
    StoreSettings beside = Copying.forFilling(target).withLocation(draft.toString());
    try (Filling filling = new Filling(target.provider(), beside)) {
      filling.from(archive, archive.file().toString());
      try (OpenStore restored = new OpenStore(filling.store())) {
        comparison = Comparison.of(archive, restored, true);
      }
      entities = filling.entities();
    }
    if (comparison.count() > 0) {
      throw new StoreRefusedException(
          "Cannot restore %s: what was restored to %s is not the same (%s); nothing was exchanged"
              .formatted(target.address(), draft, comparison.verdict()));
    }
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.READ)) {
      channel.force(true);
    }
    keep();
    Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A second name costs nothing; where files have one only, the damaged store is copied. */
  private void keep() throws IOException {
    try {
      Files.createLink(kept, place);
    } catch (UnsupportedOperationException | IOException noLink) {
      Files.copy(place, kept, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }
}
