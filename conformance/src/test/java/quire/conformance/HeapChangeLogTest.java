package quire.conformance;

class HeapChangeLogTest extends ChangeLogContract {
  HeapChangeLogTest() {
    super(new HeapBackend());
  }
}
