import org.jspecify.annotations.NullMarked;

/** Keeps the graph in a folder of Markdown notes that people edit as well. */
@NullMarked
module quire.storage.vault {
  requires quire.api;
  requires quire.ranking;
  requires quire.text;
  requires org.snakeyaml.engine;
  requires static org.jspecify;

  provides quire.api.spi.MemoryStoreProvider with
      quire.storage.vault.VaultMemoryStoreProvider;
  provides quire.api.spi.StoreCommand with
      quire.storage.vault.VaultCommand,
      quire.storage.vault.ConflictsCommand;
}
