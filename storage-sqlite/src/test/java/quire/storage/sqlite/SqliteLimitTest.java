package quire.storage.sqlite;

import quire.conformance.LimitContract;

class SqliteLimitTest extends LimitContract {
  SqliteLimitTest() {
    super(new SqliteBackend());
  }
}
