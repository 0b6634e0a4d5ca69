package quire.mcp.protocol;

/** How long and for whom a client may keep a result. */
public record CacheHint(long millis, String scope) {
  /** The same for everybody as long as this version of the program runs. */
  public static final CacheHint STATIC = new CacheHint(300_000, "public");

  /** Memory changes at any moment and is the user's own. */
  public static final CacheHint NEVER = new CacheHint(0, "private");
}
