package quire.cli.intake;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Times as other programs write them. */
public final class WrittenTime {
  /** Seconds reach this in the year 5138, milliseconds did in 1973. */
  private static final BigDecimal MILLISECONDS_FROM = new BigDecimal("100000000000");

  private WrittenTime() {}

  /**
   * {@return the time of a text in ISO 8601, be it without a zone and with a blank for the T, or of
   * a number of seconds or milliseconds since 1970; empty if it is something else}
   */
  public static Optional<Instant> of(Object written) {
    try {
      return written instanceof String text
          ? Optional.of(instant(text.strip().replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) ", "$1T")))
          : written instanceof BigDecimal number ? Optional.of(instant(number)) : Optional.empty();
    } catch (DateTimeException | ArithmeticException none) {
      return Optional.empty();
    }
  }

  private static Instant instant(String text) {
    if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    return text.matches(".*(Z|z|[+-]\\d\\d:?\\d\\d)")
        ? OffsetDateTime.parse(text.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2")).toInstant()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }

  private static Instant instant(BigDecimal number) {
    BigDecimal millis = number.compareTo(MILLISECONDS_FROM) < 0 ? number.movePointRight(3) : number;
    return Instant.ofEpochMilli(millis.setScale(0, RoundingMode.HALF_UP).longValueExact());
  }
}
