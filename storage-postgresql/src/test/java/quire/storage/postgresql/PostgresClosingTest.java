package quire.storage.postgresql;

import quire.conformance.ClosingContract;

class PostgresClosingTest extends ClosingContract {
  PostgresClosingTest() {
    super(new PostgresBackend());
  }
}
