package quire.storage.vault;

import quire.conformance.ProcessContract;

class VaultProcessTest extends ProcessContract {
  VaultProcessTest() {
    super(new VaultBackend());
  }
}
