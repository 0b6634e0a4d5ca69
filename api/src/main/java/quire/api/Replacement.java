package quire.api;

import java.util.List;

/**
 * Texts about an entity that take the place of others (R27).
 *
 * @param texts what holds from now on
 * @param replaced texts of the same entity that do not hold any more; without any, the others are
 *     simply added
 */
public record Replacement(String entity, List<String> texts, List<String> replaced) {
  public Replacement {
    texts = List.copyOf(texts);
    replaced = List.copyOf(replaced);
  }
}
