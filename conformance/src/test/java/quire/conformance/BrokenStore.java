package quire.conformance;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import quire.api.MemoryStore;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;

/**
 * A backend that breaks a rule.
 *
 * @param defect what it does, as a sentence
 * @param contract the contract that must find it
 * @param failing the tests of the contract that must fail
 * @param provider opens its stores
 */
record BrokenStore(
    String defect,
    Class<? extends StoreContract> contract,
    List<String> failing,
    MemoryStoreProvider provider)
    implements Backend {
  private static final HeapMemoryStoreProvider HEAP = new HeapMemoryStoreProvider();

  BrokenStore(
      String defect,
      Class<? extends StoreContract> contract,
      List<String> failing,
      BiFunction<StoreSettings, Clock, MemoryStore> opening) {
    this(defect, contract, failing, new DecoratingProvider(HEAP, opening));
  }

  /** A defect on top of a sound store. */
  BrokenStore(
      String defect,
      Class<? extends StoreContract> contract,
      List<String> failing,
      UnaryOperator<MemoryStore> decorator) {
    this(defect, contract, failing, new DecoratingProvider(HEAP, decorator));
  }

  @Override
  public StoreSettings newStore(Path directory) {
    return StoreSettings.at(directory.resolve("broken"));
  }

  @Override
  public String toString() {
    return contract.getSimpleName() + " finds the store that " + defect;
  }
}
