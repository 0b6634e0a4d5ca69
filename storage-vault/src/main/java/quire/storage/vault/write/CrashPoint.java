package quire.storage.vault.write;

import java.util.function.Consumer;

/**
 * The moments of a write at which a process may die. Tests let a child process halt at one of them,
 * or do something else in between; the product passes them without effect.
 */
public enum CrashPoint {
  LOCKED,
  PLANNING,
  LOGGED,
  TEMP_HALF_WRITTEN,
  TEMP_WRITTEN,
  VERIFIED,
  CLAIMED,
  SWITCHED,
  BEFORE_JOURNAL,
  JOURNALED,
  APPLIED_ONE,
  APPLIED_ALL,
  OVERWRITTEN_ONE,
  OVERWRITTEN_ALL,
  PUBLISHED,
  RECOVERING;

  public static final String HALT_AT = "quire.vault.haltAt";
  private static final int HALTED = 137;

  /** {@return what to do at each step: nothing, unless a system property names one to halt at} */
  public static Consumer<CrashPoint> configured() {
    String name = System.getProperty(HALT_AT, "");
    if (name.isEmpty()) {
      return step -> {};
    }
    String[] parts = name.split(":", 2);
    CrashPoint fatal = valueOf(parts[0]);
    int[] left = {parts.length > 1 ? Integer.parseInt(parts[1]) : 1};
    return step -> {
      if (step == fatal && --left[0] == 0) {
        Runtime.getRuntime().halt(HALTED);
      }
    };
  }
}
