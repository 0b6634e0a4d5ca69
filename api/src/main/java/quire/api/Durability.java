package quire.api;

/** What an acknowledged write survives. A write is never torn at any level. */
public enum Durability {
  /** The death of any process, and a power cut. */
  FULL,
  /** The death of any process; a power cut may take the last acknowledged writes. */
  NORMAL
}
