package quire.storage.postgresql;

import quire.conformance.ReadingContract;

class PostgresReadingTest extends ReadingContract {
  PostgresReadingTest() {
    super(new PostgresBackend());
  }
}
