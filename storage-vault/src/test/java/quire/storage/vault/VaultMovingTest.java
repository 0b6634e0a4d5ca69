package quire.storage.vault;

import quire.conformance.MovingContract;

class VaultMovingTest extends MovingContract {
  VaultMovingTest() {
    super(new VaultBackend());
  }
}
