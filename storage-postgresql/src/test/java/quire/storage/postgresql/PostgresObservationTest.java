package quire.storage.postgresql;

import quire.conformance.ObservationContract;

class PostgresObservationTest extends ObservationContract {
  PostgresObservationTest() {
    super(new PostgresBackend());
  }
}
