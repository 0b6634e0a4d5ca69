package quire.resilience;

import quire.conformance.DeletionContract;

class RetryingDeletionTest extends DeletionContract {
  RetryingDeletionTest() {
    super(new RetryingBackend());
  }
}
