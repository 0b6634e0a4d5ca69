package quire.api.spi;

import java.util.Optional;

/**
 * What a health check found.
 *
 * @param text what is so, in one line
 * @param remedy what the user does about it, in one line; empty if nothing is to be done
 * @param repair does the remedy, where that loses nothing
 */
public record Finding(
    Verdict verdict, String text, Optional<String> remedy, Optional<Repair> repair) {

  /** How bad it is. */
  public enum Verdict {
    OK,
    /** It works, but not as well or as safely as it should. */
    WARN,
    FAIL,
    /** It could not be asked here; the text says why. */
    SKIP
  }

  /** A remedy that can be carried out at once. */
  @FunctionalInterface
  public interface Repair {
    /** {@return what was done, in one line} */
    String carryOut() throws Exception;
  }

  public static Finding ok(String text) {
    return new Finding(Verdict.OK, text, Optional.empty(), Optional.empty());
  }

  public static Finding warn(String text, String remedy) {
    return new Finding(Verdict.WARN, text, Optional.of(remedy), Optional.empty());
  }

  public static Finding fail(String text, String remedy) {
    return new Finding(Verdict.FAIL, text, Optional.of(remedy), Optional.empty());
  }

  public static Finding skip(String text) {
    return new Finding(Verdict.SKIP, text, Optional.empty(), Optional.empty());
  }

  /** {@return the same finding, which {@code quire doctor --fix} repairs this way} */
  public Finding repairedBy(Repair repair) {
    return new Finding(verdict, text, remedy, Optional.of(repair));
  }
}
