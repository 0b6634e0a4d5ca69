package quire.storage.vault;

import quire.conformance.ChangeLogContract;

class VaultChangeLogTest extends ChangeLogContract {
  VaultChangeLogTest() {
    super(new VaultBackend());
  }
}
