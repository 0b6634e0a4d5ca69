package quire.resilience;

import quire.conformance.ClosingContract;

class RetryingClosingTest extends ClosingContract {
  RetryingClosingTest() {
    super(new RetryingBackend());
  }
}
