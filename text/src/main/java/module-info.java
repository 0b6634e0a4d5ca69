import org.jspecify.annotations.NullMarked;

/** Says what a word is and when two texts are the same, for every search alike. */
@NullMarked
module quire.text {
  requires static org.jspecify;

  exports quire.text;
}
