package quire.resilience;

import quire.conformance.EntityContract;

class RetryingEntityTest extends EntityContract {
  RetryingEntityTest() {
    super(new RetryingBackend());
  }
}
