import org.jspecify.annotations.NullMarked;

/** The store contract as executable tests, with a heap store and a faulty store. */
@NullMarked
module quire.conformance {
  requires transitive quire.api;
  requires transitive quire.ranking;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;
  requires quire.text;
  requires static org.jspecify;

  exports quire.conformance;

  // JUnit makes the contract classes and calls their methods.
  opens quire.conformance to
      org.junit.platform.commons;

  uses quire.api.spi.MemoryStoreProvider;

  provides quire.api.spi.MemoryStoreProvider with
      quire.conformance.HeapMemoryStoreProvider;
}
