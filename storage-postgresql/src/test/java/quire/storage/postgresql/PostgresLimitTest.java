package quire.storage.postgresql;

import quire.conformance.LimitContract;

class PostgresLimitTest extends LimitContract {
  PostgresLimitTest() {
    super(new PostgresBackend());
  }
}
