import org.jspecify.annotations.NullMarked;

/** Repeats calls that found the store busy, within one deadline. */
@NullMarked
module quire.resilience {
  requires transitive quire.api;
  // Both are automatic modules: the first does not say that it needs the second.
  requires io.github.resilience4j.retry;
  requires io.github.resilience4j.core;
  requires static org.jspecify;

  exports quire.resilience;
}
