package quire.storage.vault;

import quire.conformance.ReadingContract;

class VaultReadingTest extends ReadingContract {
  VaultReadingTest() {
    super(new VaultBackend());
  }
}
