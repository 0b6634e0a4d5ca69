package quire.resilience;

import quire.conformance.TextContract;

class RetryingTextTest extends TextContract {
  RetryingTextTest() {
    super(new RetryingBackend());
  }
}
