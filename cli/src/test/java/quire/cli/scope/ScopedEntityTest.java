package quire.cli.scope;

import quire.conformance.EntityContract;

class ScopedEntityTest extends EntityContract {
  ScopedEntityTest() {
    super(new ScopedBackend());
  }
}
