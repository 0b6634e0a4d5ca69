package quire.api;

import java.time.Instant;
import java.util.Optional;

/**
 * Which changes to read, oldest first.
 *
 * @param after only changes with a greater sequence; 0 for all
 * @param since only changes written at this time or later
 * @param entity only changes of facts that belong to this entity, a relation's target included
 * @param client only changes by this client
 * @param limit at most this many, 1 to 1000
 */
public record ChangeQuery(
    long after,
    Optional<Instant> since,
    Optional<String> entity,
    Optional<String> client,
    int limit) {
  public ChangeQuery {
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("limit must be 1 to 1000, not " + limit);
    }
  }

  /** {@return the first {@code limit} changes after this sequence} */
  public static ChangeQuery after(long sequence, int limit) {
    return new ChangeQuery(sequence, Optional.empty(), Optional.empty(), Optional.empty(), limit);
  }
}
