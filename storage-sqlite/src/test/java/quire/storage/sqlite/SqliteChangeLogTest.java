package quire.storage.sqlite;

import quire.conformance.ChangeLogContract;

class SqliteChangeLogTest extends ChangeLogContract {
  SqliteChangeLogTest() {
    super(new SqliteBackend());
  }
}
