import org.jspecify.annotations.NullMarked;

/** Speaks the Model Context Protocol over standard streams. */
@NullMarked
module quire.mcp {
  requires quire.api;
  requires static org.jspecify;
}
