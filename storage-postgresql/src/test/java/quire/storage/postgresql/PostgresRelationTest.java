package quire.storage.postgresql;

import quire.conformance.RelationContract;

class PostgresRelationTest extends RelationContract {
  PostgresRelationTest() {
    super(new PostgresBackend());
  }
}
