package quire.storage.postgresql;

import quire.conformance.HistoryContract;

class PostgresHistoryTest extends HistoryContract {
  PostgresHistoryTest() {
    super(new PostgresBackend());
  }
}
