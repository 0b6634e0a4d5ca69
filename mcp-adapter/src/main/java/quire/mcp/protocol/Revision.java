package quire.mcp.protocol;

import org.jspecify.annotations.Nullable;

/** A revision of the protocol that is served, newest first. */
public enum Revision {
  V2026_07_28("2026-07-28"),
  V2025_11_25("2025-11-25"),
  V2025_06_18("2025-06-18"),
  V2025_03_26("2025-03-26"),
  V2024_11_05("2024-11-05");

  public static final Revision MODERN = V2026_07_28;
  public static final Revision NEWEST_LEGACY = V2025_11_25;

  private final String date;

  Revision(String date) {
    this.date = date;
  }

  public String date() {
    return date;
  }

  /** {@return whether each request describes itself, instead of a handshake for the connection} */
  public boolean modern() {
    return this == MODERN;
  }

  /** {@return the revision to agree on with a client that asks for this one by initialize} */
  public static Revision agreedFor(String asked) {
    Revision revision = of(asked);
    return revision == null || revision.modern() ? NEWEST_LEGACY : revision;
  }

  public static @Nullable Revision of(String date) {
    for (Revision revision : values()) {
      if (revision.date.equals(date)) {
        return revision;
      }
    }
    return null;
  }
}
