package quire.storage.vault;

import quire.conformance.RelationContract;

class VaultRelationTest extends RelationContract {
  VaultRelationTest() {
    super(new VaultBackend());
  }
}
