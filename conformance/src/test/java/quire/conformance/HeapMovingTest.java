package quire.conformance;

class HeapMovingTest extends MovingContract {
  HeapMovingTest() {
    super(new HeapBackend());
  }
}
