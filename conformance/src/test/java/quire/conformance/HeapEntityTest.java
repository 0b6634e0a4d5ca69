package quire.conformance;

class HeapEntityTest extends EntityContract {
  HeapEntityTest() {
    super(new HeapBackend());
  }
}
