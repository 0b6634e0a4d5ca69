package quire.storage.sqlite;

import quire.conformance.EntityContract;

class SqliteEntityTest extends EntityContract {
  SqliteEntityTest() {
    super(new SqliteBackend());
  }
}
