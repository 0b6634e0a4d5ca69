package quire.storage.vault.write;

/** A note is not as it was when the write was planned: nothing happened yet, plan again. */
public final class DisturbedException extends Exception {
  private static final long serialVersionUID = 1;

  /** What to do before the write is planned again. */
  enum Remedy {
    /** Nothing: it can be planned at once. */
    PLAN,
    /** Wait a little, because somebody may not be done. */
    WAIT,
    /** Look at the whole tree, because a note is where nobody has looked. */
    LOOK
  }

  private final Remedy remedy;

  private DisturbedException(String message, Remedy remedy) {
    super(message, null, false, false);
    this.remedy = remedy;
  }

  public static DisturbedException changed(String path) {
    return new DisturbedException(
        "the note " + path + " was changed at the same moment", Remedy.PLAN);
  }

  /** Somebody else saved the note just now and may not be done. */
  static DisturbedException settling(String path) {
    return new DisturbedException(
        "the note " + path + " is being saved by another program", Remedy.WAIT);
  }

  /** The note is not in its place: it was moved, is being replaced, or is gone. */
  static DisturbedException missing(String path) {
    return new DisturbedException(
        "the note " + path + " is not in its place, as when it is being replaced or was deleted",
        Remedy.LOOK);
  }

  /** Folders changed, or nobody reports changes: a note may be anywhere. */
  static DisturbedException unseen() {
    return new DisturbedException("notes are being moved", Remedy.LOOK);
  }

  Remedy remedy() {
    return remedy;
  }
}
