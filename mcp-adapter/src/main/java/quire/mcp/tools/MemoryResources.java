package quire.mcp.tools;

import java.util.List;
import quire.mcp.catalog.ResourceCatalog;
import quire.mcp.catalog.ResourceDescription;

/** The memory as resources: the whole graph, and each entity with its relations. */
final class MemoryResources {
  private static final String JSON = "application/json";

  private MemoryResources() {}

  static ResourceCatalog catalog() {
    return new ResourceCatalog(
        List.of(
            new ResourceDescription(
                GraphResource.URI,
                "knowledge-graph",
                "Knowledge Graph",
                "The whole shared memory: every entity and relation",
                JSON)),
        List.of(
            new ResourceDescription(
                EntityResource.TEMPLATE,
                "entity",
                "Entity",
                "One entity and the relations that touch it, by its percent-encoded name",
                JSON)),
        uri -> uri.equals(GraphResource.URI) ? new GraphResource() : EntityResource.find(uri));
  }
}
