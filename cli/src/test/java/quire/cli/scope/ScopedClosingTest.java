package quire.cli.scope;

import quire.conformance.ClosingContract;

class ScopedClosingTest extends ClosingContract {
  ScopedClosingTest() {
    super(new ScopedBackend());
  }
}
