package quire.storage.sqlite;

import quire.conformance.AmendingContract;

class SqliteAmendingTest extends AmendingContract {
  SqliteAmendingTest() {
    super(new SqliteBackend());
  }
}
