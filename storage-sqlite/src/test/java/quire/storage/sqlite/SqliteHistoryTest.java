package quire.storage.sqlite;

import quire.conformance.HistoryContract;

class SqliteHistoryTest extends HistoryContract {
  SqliteHistoryTest() {
    super(new SqliteBackend());
  }
}
