package quire.storage.vault;

import quire.conformance.AmendingContract;

class VaultAmendingTest extends AmendingContract {
  VaultAmendingTest() {
    super(new VaultBackend());
  }
}
