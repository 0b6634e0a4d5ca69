package quire.storage.sqlite;

import quire.conformance.SearchContract;

class SqliteSearchTest extends SearchContract {
  SqliteSearchTest() {
    super(new SqliteBackend());
  }
}
