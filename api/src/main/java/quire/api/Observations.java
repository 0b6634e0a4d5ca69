package quire.api;

import java.util.List;

/** Texts about one entity: to be added, to be deleted, or just added. */
public record Observations(String entity, List<String> texts) {
  public Observations {
    texts = List.copyOf(texts);
  }
}
