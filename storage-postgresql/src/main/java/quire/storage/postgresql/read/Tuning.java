package quire.storage.postgresql.read;

/** What the planner is told, for one transaction: a setting of a session would outlive its use. */
final class Tuning {
  /**
   * A plan that was made for any terms knows nothing of how rare these are; and the tables of a
   * memory are in the server's cache, where a page costs about the same wherever it lies.
   */
  static final String SEARCH =
      """
      SELECT set_config('plan_cache_mode', 'force_custom_plan', true),
        set_config('random_page_cost', '1.1', true), set_config('jit', 'off', true)\
      """;

  private Tuning() {}
}
