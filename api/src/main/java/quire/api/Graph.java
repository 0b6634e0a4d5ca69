package quire.api;

import java.util.List;

/** Entities and relations, each in the order in which they were created. */
public record Graph(List<Entity> entities, List<Relation> relations) {
  public Graph {
    entities = List.copyOf(entities);
    relations = List.copyOf(relations);
  }
}
