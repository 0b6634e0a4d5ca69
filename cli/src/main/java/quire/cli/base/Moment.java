package quire.cli.base;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Times as people write and read them. */
public final class Moment {
  public static final String FORMS =
      "a time such as 10m, 2h, 3d, 2w (ago), today, yesterday, 2026-11-29 or 2026-11-29T10:00";

  private static final Pattern AGO = Pattern.compile("(\\d{1,6})\\s*([smhdw])(?:\\s*ago)?");
  private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private Moment() {}

  /**
   * {@return the time that a person means, in the zone of this machine}
   *
   * @throws IllegalArgumentException if it is not understood; the message shows what is
   */
  public static Instant of(String written, Clock clock) {
    String text = written.strip().toLowerCase(Locale.ROOT);
    ZonedDateTime now = clock.instant().atZone(ZoneId.systemDefault());
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      Duration length = unit(ago.group(2)).getDuration();
      return clock.instant().minus(length.multipliedBy(Long.parseLong(ago.group(1))));
    }
    return switch (text) {
      case "now" -> clock.instant();
      case "today" -> now.truncatedTo(ChronoUnit.DAYS).toInstant();
      case "yesterday" -> now.minusDays(1).truncatedTo(ChronoUnit.DAYS).toInstant();
      default -> calendar(written.strip());
    };
  }

  /** {@return the time that a flag of this command gives} */
  public static Instant ofFlag(String written, Clock clock, CommandSpec command) {
    try {
      return of(written, clock);
    } catch (IllegalArgumentException unknown) {
      throw new ParameterException(command.commandLine(), unknown.getMessage(), unknown);
    }
  }

  private static ChronoUnit unit(String letter) {
    return switch (letter) {
      case "s" -> ChronoUnit.SECONDS;
      case "m" -> ChronoUnit.MINUTES;
      case "h" -> ChronoUnit.HOURS;
      case "d" -> ChronoUnit.DAYS;
      default -> ChronoUnit.WEEKS;
    };
  }

  private static Instant calendar(String text) {
    try {
      if (text.length() == 10) {
        return LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
      }
      if (text.endsWith("Z") || text.matches(".*T.*[+-]\\d\\d:?\\d\\d")) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
      }
      return LocalDateTime.parse(text.replace(' ', 'T')).atZone(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeException unknown) {
      throw new IllegalArgumentException("'%s' is not %s".formatted(text, FORMS), unknown);
    }
  }

  /** {@return the time in the zone of this machine, to the second} */
  public static String shown(Instant time) {
    return SHOWN.format(time.atZone(ZoneId.systemDefault()));
  }
}
