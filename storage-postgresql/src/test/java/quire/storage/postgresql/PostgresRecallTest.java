package quire.storage.postgresql;

import quire.conformance.RecallContract;

class PostgresRecallTest extends RecallContract {
  PostgresRecallTest() {
    super(new PostgresBackend());
  }
}
