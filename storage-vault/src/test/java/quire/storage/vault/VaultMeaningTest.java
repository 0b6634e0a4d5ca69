package quire.storage.vault;

import quire.conformance.MeaningContract;

class VaultMeaningTest extends MeaningContract {
  VaultMeaningTest() {
    super(new VaultBackend());
  }
}
