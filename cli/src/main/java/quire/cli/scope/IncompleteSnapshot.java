package quire.cli.scope;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.Relation;

/**
 * What the project's store has, where the user's could not be read.
 *
 * @param reason why not, in a sentence
 */
record IncompleteSnapshot(GraphSnapshot own, String reason) implements GraphSnapshot {
  @Override
  public void entities(Consumer<? super Entity> visitor) {
    own.entities(visitor);
  }

  @Override
  public void relations(Consumer<? super Relation> visitor) {
    own.relations(visitor);
  }

  @Override
  public List<String> missing() {
    List<String> missing = new ArrayList<>(own.missing());
    missing.add(reason);
    return missing;
  }

  @Override
  public void close() {
    own.close();
  }
}
