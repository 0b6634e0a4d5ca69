package quire.storage.vault;

import quire.conformance.ConcurrencyContract;

class VaultConcurrencyTest extends ConcurrencyContract {
  VaultConcurrencyTest() {
    super(new VaultBackend());
  }
}
