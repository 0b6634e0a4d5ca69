package quire.resilience;

import quire.conformance.ReadingContract;

class RetryingReadingTest extends ReadingContract {
  RetryingReadingTest() {
    super(new RetryingBackend());
  }
}
