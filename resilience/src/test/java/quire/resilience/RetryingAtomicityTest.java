package quire.resilience;

import quire.conformance.AtomicityContract;

class RetryingAtomicityTest extends AtomicityContract {
  RetryingAtomicityTest() {
    super(new RetryingBackend());
  }
}
