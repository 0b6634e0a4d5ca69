package quire.conformance;

class HeapAtomicityTest extends AtomicityContract {
  HeapAtomicityTest() {
    super(new HeapBackend());
  }
}
