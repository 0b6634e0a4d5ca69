import org.jspecify.annotations.NullMarked;

/** Keeps the graph in one SQLite file that many processes write. */
@NullMarked
module quire.storage.sqlite {
  requires quire.api;
  requires static org.jspecify;
}
