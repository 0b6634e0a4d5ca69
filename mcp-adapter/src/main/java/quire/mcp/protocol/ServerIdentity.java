package quire.mcp.protocol;

import quire.mcp.json.JsonWriter;

/** The server program as it names itself to clients. */
public record ServerIdentity(String name, String title, String version) {
  public void write(JsonWriter json) {
    json.beginObject();
    json.name("name").string(name);
    json.name("title").string(title);
    json.name("version").string(version);
    json.endObject();
  }
}
