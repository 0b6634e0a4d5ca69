package quire.storage.postgresql;

import java.util.List;
import java.util.function.Consumer;
import quire.api.spi.StoreCommand;
import quire.api.spi.StoreSettings;
import quire.storage.postgresql.address.Address;
import quire.storage.postgresql.address.Environment;
import quire.storage.postgresql.server.Schema;

/** {@code quire init}: makes a memory in a database, or prints the statements that do. */
public final class InitCommand implements StoreCommand {
  private static final String PRINT = "--print-sql";
  private static final String PRINT_GRANTS = "--print-grants";

  /** Does nothing before it is run. */
  public InitCommand() {}

  @Override
  public String name() {
    return "init";
  }

  @Override
  public String backend() {
    return PostgresMemoryStoreProvider.ID;
  }

  @Override
  public String summary() {
    return "make a memory in a PostgreSQL database, or print the statements for it";
  }

  @Override
  public List<String> usage() {
    return List.of("init", "init " + PRINT, "init " + PRINT_GRANTS);
  }

  @Override
  public int run(List<String> arguments, StoreSettings settings, Consumer<String> output) {
    Address address = Address.of(settings.location(), Environment.ofThisProcess());
    if (arguments.equals(List.of(PRINT))) {
      new Schema(address).script().lines().forEach(output);
      return 0;
    }
    if (arguments.equals(List.of(PRINT_GRANTS))) {
      new Schema(address).grants().forEach(output);
      return 0;
    }
    if (!arguments.isEmpty()) {
      throw new IllegalArgumentException("Use one of: " + String.join(", ", usage()));
    }
    boolean made = new PostgresMemoryStoreProvider().make(settings);
    output.accept(
        made
            ? "Made %s. Others get their rights by: quire init %s".formatted(address, PRINT_GRANTS)
            : "There is %s already.".formatted(address));
    return 0;
  }
}
