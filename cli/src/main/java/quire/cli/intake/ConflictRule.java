package quire.cli.intake;

import java.util.Locale;

/** What becomes of an entity that the store has already, with something else. */
public enum ConflictRule {
  /** It stays in the store as it is. */
  SKIP,
  /** It gets what it does not have yet. */
  MERGE,
  /** The other one comes under another name. */
  RENAME;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
