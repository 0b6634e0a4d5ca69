package quire.storage.sqlite;

import quire.conformance.TextContract;

class SqliteTextTest extends TextContract {
  SqliteTextTest() {
    super(new SqliteBackend());
  }
}
