package quire.storage.vault;

import quire.conformance.HistoryContract;

class VaultHistoryTest extends HistoryContract {
  VaultHistoryTest() {
    super(new VaultBackend());
  }
}
