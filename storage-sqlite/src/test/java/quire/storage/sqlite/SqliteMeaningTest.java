package quire.storage.sqlite;

import quire.conformance.MeaningContract;

class SqliteMeaningTest extends MeaningContract {
  SqliteMeaningTest() {
    super(new SqliteBackend());
  }
}
