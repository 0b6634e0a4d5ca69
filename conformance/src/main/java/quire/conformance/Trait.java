package quire.conformance;

/** A promise that a backend may decline; the kit then demands the weaker one. */
public enum Trait {
  /**
   * Relations are read in the order of creation. Weaker: in that order among those of one source.
   */
  GLOBAL_RELATION_ORDER,
  /**
   * The change log goes back to the first write. Weaker: it lacks nothing after its first change.
   */
  ENDLESS_CHANGE_LOG,
  /**
   * The log keeps the texts of what was removed (R23). Weaker: they are gone from it, and the
   * history begins with the newest change.
   */
  KEPT_TEXTS
}
