package quire.storage.vault.tree;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A note's identity: 48 bits of time and 80 bits of chance as 26 characters that sort by age.
 *
 * @param high the time and the first 16 bits of chance
 * @param low the other 64 bits of chance
 */
public record Ulid(long high, long low) {
  static final Ulid NONE = new Ulid(0, 0);

  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final Pattern FORM = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");

  static boolean isUlid(String text) {
    return FORM.matcher(text).matches();
  }

  /** {@return an identity that sorts after this one, whatever the clock says} */
  public Ulid next(long millis, RandomGenerator random) {
    Ulid fresh = new Ulid((millis << 16) | (random.nextLong() & 0xFFFF), random.nextLong());
    if (millis > high >>> 16) {
      return fresh;
    }
    long step = 1L + (random.nextInt() & 0xFFFFFF);
    long sum = low + step;
    return new Ulid(Long.compareUnsigned(sum, low) < 0 ? high + 1 : high, sum);
  }

  @Override
  public String toString() {
    char[] text = new char[26];
    long highRest = high;
    long lowRest = low;
    for (int i = 25; i >= 0; i--) {
      text[i] = DIGITS.charAt((int) (lowRest & 31));
      lowRest = (lowRest >>> 5) | (highRest << 59);
      highRest >>>= 5;
    }
    return new String(text);
  }
}
