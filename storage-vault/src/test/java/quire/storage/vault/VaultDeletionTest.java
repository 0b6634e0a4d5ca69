package quire.storage.vault;

import quire.conformance.DeletionContract;

class VaultDeletionTest extends DeletionContract {
  VaultDeletionTest() {
    super(new VaultBackend());
  }
}
