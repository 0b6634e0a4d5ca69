package quire.storage.sqlite;

import quire.conformance.AtomicityContract;

class SqliteAtomicityTest extends AtomicityContract {
  SqliteAtomicityTest() {
    super(new SqliteBackend());
  }
}
