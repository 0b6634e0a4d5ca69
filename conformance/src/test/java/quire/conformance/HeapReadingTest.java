package quire.conformance;

class HeapReadingTest extends ReadingContract {
  HeapReadingTest() {
    super(new HeapBackend());
  }
}
