import org.jspecify.annotations.NullMarked;

/** Finds the facts that answer a question, for every backend alike. */
@NullMarked
module quire.ranking {
  requires transitive quire.api;
  requires quire.text;
  requires static org.jspecify;

  exports quire.ranking;

  // A distribution that finds facts by their meaning has a module that provides it.
  uses quire.ranking.Closeness;
}
