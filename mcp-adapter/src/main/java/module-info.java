import org.jspecify.annotations.NullMarked;

/** Speaks the Model Context Protocol over standard streams; its rooms serve other transports. */
@NullMarked
module quire.mcp {
  requires transitive quire.api;
  requires quire.text;
  requires tools.jackson.core;
  requires static org.jspecify;

  exports quire.mcp;
  exports quire.mcp.calls to
      quire.http;
  exports quire.mcp.catalog to
      quire.http;
  exports quire.mcp.graph to
      quire.http;
  exports quire.mcp.json to
      quire.http;
  exports quire.mcp.protocol to
      quire.http;
  exports quire.mcp.tools to
      quire.http;
}
