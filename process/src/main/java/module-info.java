import org.jspecify.annotations.NullMarked;

/** Knows every Quire server on the machine and lets none outlive its client. */
@NullMarked
module quire.process {
  requires transitive quire.api;
  requires static org.jspecify;

  exports quire.process.health to
      quire.cli;
  exports quire.process.install to
      quire.cli;
  exports quire.process.kernel to
      quire.cli,
      quire.process.oshi;
  exports quire.process.owner to
      quire.cli;
  exports quire.process.registry to
      quire.cli,
      quire.process.oshi;
  exports quire.process.siblings to
      quire.cli,
      quire.process.oshi;
  exports quire.process.trust to
      quire.cli;
  exports quire.process.table to
      quire.cli,
      quire.process.oshi;
}
