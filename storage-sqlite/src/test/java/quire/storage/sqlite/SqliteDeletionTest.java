package quire.storage.sqlite;

import quire.conformance.DeletionContract;

class SqliteDeletionTest extends DeletionContract {
  SqliteDeletionTest() {
    super(new SqliteBackend());
  }
}
