package quire.conformance;

class HeapConcurrencyTest extends ConcurrencyContract {
  HeapConcurrencyTest() {
    super(new HeapBackend());
  }
}
