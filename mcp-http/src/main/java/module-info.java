import org.jspecify.annotations.NullMarked;

/** Serves one memory to any number of clients over Streamable HTTP. */
@NullMarked
module quire.http {
  requires transitive quire.mcp;
  requires jdk.httpserver;
  requires static org.jspecify;

  exports quire.http;
  exports quire.http.access to
      quire.cli;
}
