package quire.storage.postgresql;

import quire.conformance.MeaningContract;

class PostgresMeaningTest extends MeaningContract {
  PostgresMeaningTest() {
    super(new PostgresBackend());
  }
}
