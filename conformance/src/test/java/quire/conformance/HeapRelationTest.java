package quire.conformance;

class HeapRelationTest extends RelationContract {
  HeapRelationTest() {
    super(new HeapBackend());
  }
}
