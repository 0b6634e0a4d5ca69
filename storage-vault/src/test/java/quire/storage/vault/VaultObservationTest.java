package quire.storage.vault;

import quire.conformance.ObservationContract;

class VaultObservationTest extends ObservationContract {
  VaultObservationTest() {
    super(new VaultBackend());
  }
}
