package quire.mcp.catalog;

import quire.mcp.json.JsonWriter;

/**
 * A resource or a template of resources as it is listed.
 *
 * @param address the URI, or the template of URIs
 */
public record ResourceDescription(
    String address, String name, String title, String description, String mimeType) {
  /** Writes it with the address under the name that fits its kind. */
  public void write(JsonWriter json, String addressName) {
    json.beginObject().name(addressName).string(address);
    json.name("name").string(name);
    json.name("title").string(title);
    json.name("description").string(description);
    json.name("mimeType").string(mimeType).endObject();
  }
}
