package quire.storage.postgresql;

import quire.conformance.ConcurrencyContract;

class PostgresConcurrencyTest extends ConcurrencyContract {
  PostgresConcurrencyTest() {
    super(new PostgresBackend());
  }
}
