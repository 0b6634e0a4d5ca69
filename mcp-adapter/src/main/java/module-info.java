import org.jspecify.annotations.NullMarked;

/** Speaks the Model Context Protocol over standard streams. */
@NullMarked
module quire.mcp {
  requires transitive quire.api;
  requires tools.jackson.core;
  requires static org.jspecify;

  exports quire.mcp;
}
