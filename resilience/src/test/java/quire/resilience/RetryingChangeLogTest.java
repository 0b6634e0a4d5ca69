package quire.resilience;

import quire.conformance.ChangeLogContract;

class RetryingChangeLogTest extends ChangeLogContract {
  RetryingChangeLogTest() {
    super(new RetryingBackend());
  }
}
