import org.jspecify.annotations.NullMarked;

/** The domain, the store contract and the service that a backend provides. */
@NullMarked
module quire.api {
  requires static org.jspecify;

  exports quire.api;
  exports quire.api.history;
  exports quire.api.spi;
}
