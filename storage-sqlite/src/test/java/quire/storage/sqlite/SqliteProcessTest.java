package quire.storage.sqlite;

import quire.conformance.ProcessContract;

class SqliteProcessTest extends ProcessContract {
  SqliteProcessTest() {
    super(new SqliteBackend());
  }
}
