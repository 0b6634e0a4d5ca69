package quire.storage.postgresql;

import quire.conformance.AtomicityContract;

class PostgresAtomicityTest extends AtomicityContract {
  PostgresAtomicityTest() {
    super(new PostgresBackend());
  }
}
