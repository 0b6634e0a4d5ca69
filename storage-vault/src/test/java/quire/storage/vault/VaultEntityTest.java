package quire.storage.vault;

import quire.conformance.EntityContract;

class VaultEntityTest extends EntityContract {
  VaultEntityTest() {
    super(new VaultBackend());
  }
}
