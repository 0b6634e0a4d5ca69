package quire.conformance;

class HeapObservationTest extends ObservationContract {
  HeapObservationTest() {
    super(new HeapBackend());
  }
}
