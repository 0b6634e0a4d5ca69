package quire.mcp;

/** How long and for whom a client may keep a result. */
record CacheHint(long millis, String scope) {
  /** The same for everybody as long as this version of the program runs. */
  static final CacheHint STATIC = new CacheHint(300_000, "public");

  /** Memory changes at any moment and is the user's own. */
  static final CacheHint NEVER = new CacheHint(0, "private");
}
