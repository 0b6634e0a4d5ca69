package quire.conformance;

class HeapRecallTest extends RecallContract {
  HeapRecallTest() {
    super(new HeapBackend());
  }
}
