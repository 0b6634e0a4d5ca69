package quire.conformance;

class HeapSearchTest extends SearchContract {
  HeapSearchTest() {
    super(new HeapBackend());
  }
}
