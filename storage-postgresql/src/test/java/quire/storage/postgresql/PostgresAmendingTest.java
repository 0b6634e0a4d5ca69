package quire.storage.postgresql;

import quire.conformance.AmendingContract;

class PostgresAmendingTest extends AmendingContract {
  PostgresAmendingTest() {
    super(new PostgresBackend());
  }
}
