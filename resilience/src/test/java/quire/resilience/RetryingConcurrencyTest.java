package quire.resilience;

import quire.conformance.ConcurrencyContract;

class RetryingConcurrencyTest extends ConcurrencyContract {
  RetryingConcurrencyTest() {
    super(new RetryingBackend());
  }
}
