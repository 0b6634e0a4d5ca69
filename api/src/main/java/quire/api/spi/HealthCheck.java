package quire.api.spi;

/**
 * One question that {@code quire doctor} asks. Each runs on a thread of its own with a time limit;
 * what it throws counts as its failure and hides no other check.
 */
public interface HealthCheck {
  /** {@return a short name in lower case, its parts joined by hyphens; unique in one run} */
  String name();

  /**
   * Looks, and changes nothing that outlives the call.
   *
   * @throws Exception if it could not be found out
   */
  Finding run() throws Exception;
}
