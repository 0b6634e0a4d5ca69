package quire.storage.vault;

import quire.conformance.RecallContract;

class VaultRecallTest extends RecallContract {
  VaultRecallTest() {
    super(new VaultBackend());
  }
}
