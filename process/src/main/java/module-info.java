import org.jspecify.annotations.NullMarked;

/** Knows every Quire server on the machine and lets none outlive its client. */
@NullMarked
module quire.process {
  requires transitive quire.api;
  requires static org.jspecify;

  exports quire.process;

  uses quire.process.ProcessSource;
}
