package quire.cli.graph;

import java.util.List;
import java.util.Optional;
import quire.api.spi.GraphSql;

/** Hands the first rows of an answer on. */
final class SqlRows implements GraphSql.Rows {
  private final SqlAnswer answer;
  private final int most;
  private int count;
  private boolean complete = true;

  SqlRows(SqlAnswer answer, int most) {
    this.answer = answer;
    this.most = most;
  }

  /** {@return whether no row was left out} */
  boolean complete() {
    return complete;
  }

  @Override
  public void columns(List<String> names) {
    answer.columns(names);
  }

  @Override
  public boolean row(List<Optional<Object>> values) {
    if (count == most) {
      complete = false;
      return false;
    }
    count++;
    answer.row(values);
    return true;
  }
}
