package quire.cli.transfer;

import java.io.IOException;
import java.util.function.Consumer;
import quire.api.Entity;
import quire.api.Relation;
import quire.cli.copies.Call;
import quire.cli.copies.Whole;
import quire.cli.exchange.Tally;

/** A memory whose parts are counted as they are handed out. */
record TalliedWhole(Whole whole, Tally tally) implements Whole {
  @Override
  public boolean hasWholeHistory() throws IOException {
    return whole.hasWholeHistory();
  }

  @Override
  public void calls(Consumer<? super Call> visitor) throws IOException {
    whole.calls(
        call -> {
          visitor.accept(call);
          tally.countCall();
        });
  }

  @Override
  public void entities(Consumer<? super Entity> visitor) throws IOException {
    whole.entities(
        entity -> {
          visitor.accept(entity);
          tally.count(entity);
        });
  }

  @Override
  public void relations(Consumer<? super Relation> visitor) throws IOException {
    whole.relations(
        relation -> {
          visitor.accept(relation);
          tally.count(relation);
        });
  }
}
