import org.jspecify.annotations.NullMarked;

/** Finds tokens that identify themselves, and keeps them out of a store. */
@NullMarked
module quire.secrets {
  requires transitive quire.api;
  requires static org.jspecify;

  exports quire.secrets;
}
