package quire.storage.postgresql;

import quire.conformance.ChangeLogContract;

class PostgresChangeLogTest extends ChangeLogContract {
  PostgresChangeLogTest() {
    super(new PostgresBackend());
  }
}
