package quire.conformance;

class HeapLimitTest extends LimitContract {
  HeapLimitTest() {
    super(new HeapBackend());
  }
}
