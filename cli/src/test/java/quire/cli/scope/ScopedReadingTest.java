package quire.cli.scope;

import quire.conformance.ReadingContract;

class ScopedReadingTest extends ReadingContract {
  ScopedReadingTest() {
    super(new ScopedBackend());
  }
}
