package quire.storage.vault;

import quire.conformance.AtomicityContract;

class VaultAtomicityTest extends AtomicityContract {
  VaultAtomicityTest() {
    super(new VaultBackend());
  }
}
