package quire.process.siblings;

import java.util.Locale;

/** What a server, or what is left of one, is. */
public enum Standing {
  /** Its owners live, or it has none because the system itself started it. */
  LIVE,
  /** One of its owners has ended. */
  ORPHAN,
  /** It ended without leaving the registry. */
  DEAD_ENTRY,
  /** It ended, and its parent has not yet asked how: it takes no memory and cannot be killed. */
  DEFUNCT,
  /** It runs, if at all, in another boot, container or machine. */
  FOREIGN_NAMESPACE,
  /** It looks like a server of ours and is not in the registry. */
  UNREGISTERED,
  /** Registry and process table contradict each other, or one of them cannot be read. */
  UNVERIFIED;

  /** {@return the words for people and for JSON} */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
