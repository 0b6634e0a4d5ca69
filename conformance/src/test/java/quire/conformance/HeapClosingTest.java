package quire.conformance;

class HeapClosingTest extends ClosingContract {
  HeapClosingTest() {
    super(new HeapBackend());
  }
}
