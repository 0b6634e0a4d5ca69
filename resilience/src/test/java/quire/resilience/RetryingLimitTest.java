package quire.resilience;

import quire.conformance.LimitContract;

class RetryingLimitTest extends LimitContract {
  RetryingLimitTest() {
    super(new RetryingBackend());
  }
}
