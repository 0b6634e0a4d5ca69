package quire.api;

import java.util.List;

/**
 * A node of the graph: its unique name, its type, and its observations in the order in which they
 * were added. Strings are compared code point by code point and kept exactly, lone surrogates and
 * control characters included.
 */
public record Entity(String name, String type, List<String> observations) {
  public Entity {
    observations = List.copyOf(observations);
  }
}
