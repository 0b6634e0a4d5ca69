package quire.cli.scope;

import quire.conformance.RecallContract;

class ScopedRecallTest extends RecallContract {
  ScopedRecallTest() {
    super(new ScopedBackend());
  }
}
