package quire.storage.postgresql.read;

/** What the planner is told, for one transaction: a setting of a session would outlive its use. */
final class Tuning {
  /** A plan that was made for any terms knows nothing of how rare these are. */
  static final String PLAN_EACH_TIME = plan("force_custom_plan");

  /** Where every value wants the same plan, making it each time would cost as much as its use. */
  static final String PLAN_ONCE = plan("force_generic_plan");

  /** The tables of a memory are in the server's cache: a page costs about the same anywhere. */
  private static final String IN_MEMORY =
      ", set_config('random_page_cost', '1.1', true), set_config('jit', 'off', true)";

  /** What a search begins with. */
  static final String SEARCH = PLAN_EACH_TIME + IN_MEMORY;

  /** What a recall begins with. */
  static final String RECALL = PLAN_ONCE + IN_MEMORY;

  private Tuning() {}

  private static String plan(String mode) {
    return "SELECT set_config('plan_cache_mode', '%s', true)".formatted(mode);
  }
}
