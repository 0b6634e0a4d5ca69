package quire.mcp;

import org.jspecify.annotations.Nullable;

/** A revision of the protocol that is served, newest first. */
enum Revision {
  V2026_07_28("2026-07-28"),
  V2025_11_25("2025-11-25"),
  V2025_06_18("2025-06-18"),
  V2025_03_26("2025-03-26"),
  V2024_11_05("2024-11-05");

  static final Revision MODERN = V2026_07_28;
  static final Revision NEWEST_LEGACY = V2025_11_25;

  private final String date;

  Revision(String date) {
    this.date = date;
  }

  String date() {
    return date;
  }

  /** {@return whether each request describes itself, instead of a handshake for the connection} */
  boolean modern() {
    return this == MODERN;
  }

  /** {@return the revision to agree on with a client that asks for this one by initialize} */
  static Revision agreedFor(String asked) {
    Revision revision = of(asked);
    return revision == null || revision.modern() ? NEWEST_LEGACY : revision;
  }

  static @Nullable Revision of(String date) {
    for (Revision revision : values()) {
      if (revision.date.equals(date)) {
        return revision;
      }
    }
    return null;
  }
}
