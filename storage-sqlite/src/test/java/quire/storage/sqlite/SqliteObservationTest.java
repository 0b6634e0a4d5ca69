package quire.storage.sqlite;

import quire.conformance.ObservationContract;

class SqliteObservationTest extends ObservationContract {
  SqliteObservationTest() {
    super(new SqliteBackend());
  }
}
