package quire.mcp.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;
import quire.mcp.json.Schemas;
import quire.mcp.protocol.Params;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.Result;

/** The resources on offer: those that are listed, and how any is found by its URI. */
public record ResourceCatalog(
    List<ResourceDescription> resources, List<ResourceDescription> templates, Finder finder) {
  public ResourceCatalog {
    resources = List.copyOf(resources);
    templates = List.copyOf(templates);
  }

  /** Finds a resource. */
  public interface Finder {
    /** {@return the resource of this URI, null if no resource can have it} */
    @Nullable Resource find(String uri);
  }

  public @Nullable Resource find(String uri) {
    return finder.find(uri);
  }

  public Result list(Params params, int pageSize) {
    return Pages.page(
        "resources", resources, (json, resource) -> resource.write(json, "uri"), params, pageSize);
  }

  public Result listTemplates(Params params, int pageSize) {
    return Pages.page(
        "resourceTemplates",
        templates,
        (json, template) -> template.write(json, "uriTemplate"),
        params,
        pageSize);
  }

  /** {@return the resource that the params name} */
  public Resource named(Params params) {
    String uri = params.required("uri", Schemas.TEXT);
    Resource resource = find(uri);
    if (resource == null) {
      throw ProtocolException.unknownResource(uri);
    }
    return resource;
  }
}
