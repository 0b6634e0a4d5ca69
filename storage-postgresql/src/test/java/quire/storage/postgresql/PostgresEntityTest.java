package quire.storage.postgresql;

import quire.conformance.EntityContract;

class PostgresEntityTest extends EntityContract {
  PostgresEntityTest() {
    super(new PostgresBackend());
  }
}
