package quire.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The memory as resources: the whole graph, and each entity with its relations. */
final class MemoryResources implements ResourceCatalog {
  private static final String JSON = "application/json";

  @Override
  public List<ResourceDescription> resources() {
    return List.of(
        new ResourceDescription(
            GraphResource.URI,
            "knowledge-graph",
            "Knowledge Graph",
            "The whole shared memory: every entity and relation",
            JSON));
  }

  @Override
  public List<ResourceDescription> templates() {
    return List.of(
        new ResourceDescription(
            EntityResource.TEMPLATE,
            "entity",
            "Entity",
            "One entity and the relations that touch it, by its percent-encoded name",
            JSON));
  }

  @Override
  public @Nullable Resource find(String uri) {
    return uri.equals(GraphResource.URI) ? new GraphResource() : EntityResource.find(uri);
  }
}
