package quire.storage.postgresql;

import quire.conformance.TextContract;

class PostgresTextTest extends TextContract {
  PostgresTextTest() {
    super(new PostgresBackend());
  }
}
