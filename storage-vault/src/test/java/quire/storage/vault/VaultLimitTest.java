package quire.storage.vault;

import quire.conformance.LimitContract;

class VaultLimitTest extends LimitContract {
  VaultLimitTest() {
    super(new VaultBackend());
  }
}
