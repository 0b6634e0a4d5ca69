import org.jspecify.annotations.NullMarked;

/** The quire command. */
@NullMarked
module quire.cli {
  requires quire.api;
  requires quire.http;
  requires quire.mcp;
  requires quire.process;
  requires quire.resilience;
  requires quire.secrets;
  requires quire.text;
  requires java.logging;
  requires tools.jackson.core;
  requires info.picocli;
  requires com.google.guice;
  // Guice is an automatic module and does not name what it needs.
  requires com.google.common;
  requires jakarta.inject;
  requires org.tomlj;
  requires static org.jspecify;

  // What the commands of another module are made of.
  exports quire.cli.added to
      quire.lab;
  exports quire.cli.base to
      quire.lab;
  exports quire.cli.install to
      quire.lab;
  exports quire.cli.settings to
      quire.lab;
  exports quire.cli.stores to
      quire.lab;

  // Commands are described by annotations on their fields.
  opens quire.cli to
      info.picocli;
  opens quire.cli.base to
      info.picocli;
  opens quire.cli.connect to
      info.picocli;
  opens quire.cli.copies to
      info.picocli;
  opens quire.cli.doctor to
      info.picocli;
  opens quire.cli.graph to
      info.picocli;
  opens quire.cli.hook to
      info.picocli;
  opens quire.cli.install to
      info.picocli;
  opens quire.cli.papers to
      info.picocli;
  opens quire.cli.serve to
      info.picocli;
  opens quire.cli.servers to
      info.picocli;
  opens quire.cli.settings to
      info.picocli;
  opens quire.cli.stores to
      info.picocli;
  opens quire.cli.transfer to
      info.picocli;

  uses quire.api.spi.ForeignDatabase;
  uses quire.api.spi.GraphSql;
  uses quire.api.spi.MemoryStoreProvider;
  uses quire.api.spi.StoreCommand;
  uses quire.api.spi.Traces;
  uses quire.cli.added.AddedCommands;
  uses quire.process.table.ProcessSource;
}
