package quire.storage.postgresql;

import quire.conformance.ProcessContract;

class PostgresProcessTest extends ProcessContract {
  PostgresProcessTest() {
    super(new PostgresBackend());
  }
}
