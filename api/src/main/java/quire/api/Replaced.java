package quire.api;

import java.time.Instant;
import java.util.List;

/**
 * An observation in whose place others were put (R27).
 *
 * @param until when that happened
 * @param by what the same call added to the entity
 */
public record Replaced(String entity, String text, Instant until, List<String> by) {
  public Replaced {
    by = List.copyOf(by);
  }
}
