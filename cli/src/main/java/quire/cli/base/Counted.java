package quire.cli.base;

/** Numbers with the word for what they count. */
public final class Counted {
  private Counted() {}

  /** {@return for example {@code 1 observation} or {@code 12,000 observations}} */
  public static String of(long number, String one) {
    String many = one.endsWith("y") ? one.substring(0, one.length() - 1) + "ies" : one + "s";
    return "%,d %s".formatted(number, number == 1 ? one : many);
  }
}
