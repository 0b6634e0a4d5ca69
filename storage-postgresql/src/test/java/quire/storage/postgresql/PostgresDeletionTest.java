package quire.storage.postgresql;

import quire.conformance.DeletionContract;

class PostgresDeletionTest extends DeletionContract {
  PostgresDeletionTest() {
    super(new PostgresBackend());
  }
}
