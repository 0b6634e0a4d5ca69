package quire.resilience;

import quire.conformance.SearchContract;

class RetryingSearchTest extends SearchContract {
  RetryingSearchTest() {
    super(new RetryingBackend());
  }
}
