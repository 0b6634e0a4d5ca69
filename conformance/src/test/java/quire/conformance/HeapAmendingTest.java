package quire.conformance;

class HeapAmendingTest extends AmendingContract {
  HeapAmendingTest() {
    super(new HeapBackend());
  }
}
