package quire.storage.postgresql;

import quire.conformance.SearchContract;

class PostgresSearchTest extends SearchContract {
  PostgresSearchTest() {
    super(new PostgresBackend());
  }
}
