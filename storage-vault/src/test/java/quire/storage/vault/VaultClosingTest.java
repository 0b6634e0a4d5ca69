package quire.storage.vault;

import quire.conformance.ClosingContract;

class VaultClosingTest extends ClosingContract {
  VaultClosingTest() {
    super(new VaultBackend());
  }
}
