package quire.storage.sqlite;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import quire.conformance.RecallContract;

class SqliteRecallTest extends RecallContract {
  SqliteRecallTest() {
    super(new SqliteBackend());
  }

  @Override
  @Test
  protected void r18_theQuestionsOfTheRecallSetAreAnswered() throws IOException {
    super.r18_theQuestionsOfTheRecallSetAreAnswered();
  }
}
