package quire.storage.sqlite;

import quire.conformance.ConcurrencyContract;

class SqliteConcurrencyTest extends ConcurrencyContract {
  SqliteConcurrencyTest() {
    super(new SqliteBackend());
  }
}
