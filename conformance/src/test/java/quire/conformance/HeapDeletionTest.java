package quire.conformance;

class HeapDeletionTest extends DeletionContract {
  HeapDeletionTest() {
    super(new HeapBackend());
  }
}
