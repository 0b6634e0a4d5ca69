import org.jspecify.annotations.NullMarked;

/** Measures the product: many writers, kills, the quality of recall. */
@NullMarked
module quire.lab {
  requires quire.api;
  requires quire.cli;
  requires quire.mcp;
  requires quire.ranking;
  requires quire.text;
  // For the full-text search of SQLite, which recall is compared with where its driver is there.
  requires java.sql;
  requires tools.jackson.core;
  requires info.picocli;
  requires static org.jspecify;

  // Commands are described by annotations on their fields.
  opens quire.lab to
      info.picocli;

  provides quire.cli.added.AddedCommands with
      quire.lab.LabCommands;
}
