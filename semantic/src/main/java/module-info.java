import org.jspecify.annotations.NullMarked;

/** Finds facts by their meaning, with a small model that runs on this machine. */
@NullMarked
module quire.semantic {
  requires quire.api;
  requires quire.ranking;
  requires com.microsoft.onnxruntime;
  requires tools.jackson.core;
  requires static org.jspecify;

  provides quire.api.spi.Traces with
      quire.semantic.VectorTraces;
  provides quire.ranking.Closeness with
      quire.semantic.E5Closeness;
}
