package quire.storage.sqlite;

import quire.conformance.RelationContract;

class SqliteRelationTest extends RelationContract {
  SqliteRelationTest() {
    super(new SqliteBackend());
  }
}
