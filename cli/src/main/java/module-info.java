import org.jspecify.annotations.NullMarked;

/** The quire command. */
@NullMarked
module quire.cli {
  requires quire.api;
  requires static org.jspecify;
}
