package quire.storage.sqlite;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quire.api.MemoryStore;
import quire.api.spi.HealthCheck;
import quire.api.spi.LocalStoreProvider;
import quire.api.spi.StoreSettings;
import quire.storage.sqlite.file.Connector;
import quire.storage.sqlite.file.LockHolder;
import quire.storage.sqlite.file.OlderFormat;
import quire.storage.sqlite.file.Schema;
import quire.storage.sqlite.file.StoreFile;
import quire.storage.sqlite.write.HistoryLimit;

/** Opens stores that are one SQLite file each. */
public final class SqliteMemoryStoreProvider implements LocalStoreProvider {
  static final String ID = "sqlite";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> options() {
    return Set.of(HistoryLimit.OPTION);
  }

  @Override
  public boolean isUsual() {
    return true;
  }

  @Override
  public String usualName() {
    return "memory.db";
  }

  /** {@return the file, SQLite's write-ahead log and its shared memory} */
  @Override
  public List<Path> files(StoreSettings settings) {
    return StoreFile.of(settings).all();
  }

  /** {@return {@code memory.db} beside {@code memory.jsonl}} */
  @Override
  public Optional<String> successorOf(Path jsonl) {
    return Optional.of(jsonl.toString().replaceFirst("\\.jsonl?$", "") + ".db");
  }

  @Override
  public Optional<String> inPlaceOf(Path database) {
    return Optional.of(database.toString());
  }

  @Override
  public MemoryStore open(StoreSettings settings, Clock clock) {
    return SqliteMemoryStore.open(settings, clock, Schema.CURRENT);
  }

  /** A link that leads nowhere is there: what it names may be a disk that is not mounted. */
  @Override
  public boolean wouldMake(StoreSettings settings) {
    return Files.notExists(LocalStoreProvider.place(settings), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void warmUp() {
    Connector.warmUp();
  }

  @Override
  public Optional<ProcessHandle> writer(StoreSettings settings) {
    return LockHolder.process(StoreFile.of(settings));
  }

  @Override
  public Optional<Path> backUpOlder(StoreSettings settings, Clock clock) {
    StoreFile file = StoreFile.of(settings);
    Connector connector = new Connector(file, settings.durability());
    return new OlderFormat(file, connector, Schema.CURRENT).backUp(clock);
  }

  @Override
  public List<HealthCheck> healthChecks(StoreSettings settings, boolean deep) {
    return new SqliteHealthChecks(settings, Schema.CURRENT).all();
  }
}
