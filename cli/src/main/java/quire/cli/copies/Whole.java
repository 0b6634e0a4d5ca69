package quire.cli.copies;

import java.io.IOException;
import java.util.function.Consumer;
import quire.api.Entity;
import quire.api.Relation;

/** All that a store or an archive holds, walked piece by piece: what was, then what is. */
public interface Whole {
  /** {@return whether the calls go back to the first write, with the texts that were removed} */
  boolean hasWholeHistory() throws IOException;

  /** Hands out what was written, call by call, oldest first. */
  void calls(Consumer<? super Call> visitor) throws IOException;

  /** Hands out the entities that are there, by creation; comes after the calls. */
  void entities(Consumer<? super Entity> visitor) throws IOException;

  /** Hands out the relations that are there, by creation; comes after the entities. */
  void relations(Consumer<? super Relation> visitor) throws IOException;
}
