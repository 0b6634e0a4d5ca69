import org.jspecify.annotations.NullMarked;

/** Repeats calls that found the store busy, within one deadline. */
@NullMarked
module quire.resilience {
  requires quire.api;
  requires static org.jspecify;
}
