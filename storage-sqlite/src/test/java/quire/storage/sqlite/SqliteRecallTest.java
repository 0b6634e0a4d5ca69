package quire.storage.sqlite;

import quire.conformance.RecallContract;

class SqliteRecallTest extends RecallContract {
  SqliteRecallTest() {
    super(new SqliteBackend());
  }
}
