package quire.cli.base;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import quire.api.spi.GraphSql;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreCommand;
import quire.process.table.ProcessSource;

/** What the other modules of this installation bring along. */
public final class Services {
  private Services() {}

  /** {@return the backends, in the order of their ids} */
  public static List<MemoryStoreProvider> backends() {
    return installed(MemoryStoreProvider.class)
        .sorted((one, other) -> one.id().compareTo(other.id()))
        .toList();
  }

  /** {@return all providers of a service that this module uses} */
  public static <S> List<S> all(Class<S> service) {
    return installed(service).toList();
  }

  /** {@return the commands of the backends, in the order of their names} */
  public static List<StoreCommand> commands() {
    return installed(StoreCommand.class)
        .sorted((one, other) -> one.name().compareTo(other.name()))
        .toList();
  }

  /** {@return what answers SQL, if this installation has it} */
  public static Optional<GraphSql> sql() {
    return installed(GraphSql.class).findFirst();
  }

  /** {@return who lists processes best here} */
  public static ProcessSource processes() {
    return installed(ProcessSource.class).findFirst().orElseGet(ProcessSource::ofJdk);
  }

  /** Without the layer, all jars would be opened to look for files that name providers too. */
  private static <S> Stream<S> installed(Class<S> service) {
    ModuleLayer layer = Services.class.getModule().getLayer();
    ServiceLoader<S> loader =
        layer == null ? ServiceLoader.load(service) : ServiceLoader.load(layer, service);
    return loader.stream().map(ServiceLoader.Provider::get);
  }
}
