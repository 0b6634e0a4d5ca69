package quire.cli.scope;

import quire.conformance.SearchContract;

class ScopedSearchTest extends SearchContract {
  ScopedSearchTest() {
    super(new ScopedBackend());
  }
}
