package quire.conformance;

class HeapMeaningTest extends MeaningContract {
  HeapMeaningTest() {
    super(new HeapBackend());
  }
}
