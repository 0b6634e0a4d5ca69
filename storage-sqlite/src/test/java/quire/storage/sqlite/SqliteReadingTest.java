package quire.storage.sqlite;

import quire.conformance.ReadingContract;

class SqliteReadingTest extends ReadingContract {
  SqliteReadingTest() {
    super(new SqliteBackend());
  }
}
