package quire.resilience;

import quire.conformance.RelationContract;

class RetryingRelationTest extends RelationContract {
  RetryingRelationTest() {
    super(new RetryingBackend());
  }
}
