package quire.storage.vault.tree;

/** What is said beside the answers. */
public final class Log {
  private Log() {}

  /**
   * {@return the log of a class} To be asked for when there is something to say: to find the first
   * one, Java opens every jar, which takes a fifth of the time in which a store is opened.
   */
  public static System.Logger of(Class<?> speaker) {
    return System.getLogger(speaker.getName());
  }
}
