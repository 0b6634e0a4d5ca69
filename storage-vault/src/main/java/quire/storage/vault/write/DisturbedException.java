package quire.storage.vault.write;

/** A note is not as it was when the write was planned: nothing happened yet, plan again. */
public final class DisturbedException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean settling;

  private DisturbedException(String message, boolean settling) {
    super(message, null, false, false);
    this.settling = settling;
  }

  public static DisturbedException changed(String path) {
    return new DisturbedException("the note " + path + " was changed at the same moment", false);
  }

  /** Somebody else saved the note just now and may not be done. */
  static DisturbedException settling(String path) {
    return new DisturbedException("the note " + path + " is being saved by another program", true);
  }

  boolean isSettling() {
    return settling;
  }
}
