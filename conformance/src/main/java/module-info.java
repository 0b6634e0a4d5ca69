import org.jspecify.annotations.NullMarked;

/** The store contract as executable tests, with a heap store and a faulty store. */
@NullMarked
module quire.conformance {
  requires quire.api;
  requires static org.jspecify;
}
