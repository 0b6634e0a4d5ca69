package quire.storage.vault;

import quire.conformance.TextContract;

class VaultTextTest extends TextContract {
  VaultTextTest() {
    super(new VaultBackend());
  }
}
