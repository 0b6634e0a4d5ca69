package quire.storage.postgresql;

import quire.conformance.MovingContract;

class PostgresMovingTest extends MovingContract {
  PostgresMovingTest() {
    super(new PostgresBackend());
  }
}
