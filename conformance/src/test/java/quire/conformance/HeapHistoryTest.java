package quire.conformance;

class HeapHistoryTest extends HistoryContract {
  HeapHistoryTest() {
    super(new HeapBackend());
  }
}
