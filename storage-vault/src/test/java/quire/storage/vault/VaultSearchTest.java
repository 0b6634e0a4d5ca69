package quire.storage.vault;

import quire.conformance.SearchContract;

class VaultSearchTest extends SearchContract {
  VaultSearchTest() {
    super(new VaultBackend());
  }
}
