package quire.resilience;

import quire.conformance.ObservationContract;

class RetryingObservationTest extends ObservationContract {
  RetryingObservationTest() {
    super(new RetryingBackend());
  }
}
