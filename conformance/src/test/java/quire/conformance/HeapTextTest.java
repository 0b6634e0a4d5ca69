package quire.conformance;

class HeapTextTest extends TextContract {
  HeapTextTest() {
    super(new HeapBackend());
  }
}
