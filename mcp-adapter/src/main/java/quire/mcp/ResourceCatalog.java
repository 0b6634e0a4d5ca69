package quire.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The resources on offer. */
interface ResourceCatalog {
  List<ResourceDescription> resources();

  List<ResourceDescription> templates();

  /** {@return the resource of this URI, null if no resource can have it} */
  @Nullable Resource find(String uri);

  default Result list(Params params, int pageSize) {
    return Pages.page(
        "resources",
        resources(),
        (json, resource) -> resource.write(json, "uri"),
        params,
        pageSize);
  }

  default Result listTemplates(Params params, int pageSize) {
    return Pages.page(
        "resourceTemplates",
        templates(),
        (json, template) -> template.write(json, "uriTemplate"),
        params,
        pageSize);
  }

  /** {@return the resource that the params name} */
  default Resource named(Params params) {
    String uri = params.required("uri", Schemas.TEXT);
    Resource resource = find(uri);
    if (resource == null) {
      throw ProtocolException.unknownResource(uri);
    }
    return resource;
  }
}
