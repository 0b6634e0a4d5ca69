package quire.process.siblings;

import java.util.Locale;

/** What {@code quire clean} did, or would not do, to one server. */
public enum Outcome {
  STOPPED,
  KILLED,
  ALREADY_GONE,
  STILL_ALIVE,
  REFUSED_LIVE_CLIENT,
  REFUSED_OTHER_USER,
  REFUSED_IDENTITY_CHANGED,
  REFUSED_OTHER_NAMESPACE,
  REFUSED_TOO_YOUNG,
  REFUSED_UNREGISTERED,
  REFUSED_OTHER_STORE,
  REFUSED_OWN_FAMILY,
  REFUSED_DEFUNCT;

  /** {@return the words for people and for JSON} */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
