package quire.ranking;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time that a query names, such as "in April 2025", "on 26 March", "end of May" or "2025-02-17".
 *
 * @param year empty for every year
 * @param month empty for the whole year
 */
record Period(Optional<Integer> year, Optional<Integer> month, int firstDay, int lastDay) {
  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");

  private static final Pattern ISO = Pattern.compile("\\b(20\\d\\d)-(\\d\\d)(?:-(\\d\\d))?\\b");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
  private static final Pattern YEAR = Pattern.compile("\\b(?:in|of|since) (20\\d\\d)\\b");

  /** Groups: day before, month, day after, year. */
  private static final Pattern NAMED =
      Pattern.compile(
          "\\b(?:(\\d{1,2})(?:st|nd|rd|th)?\\.? (?:of )?)?("
              + String.join("|", MONTHS)
              + ")\\b(?: (\\d{1,2})(?:st|nd|rd|th)?\\b)?,?(?: (20\\d\\d)\\b)?");

  /** Before what is a word of its own as well as a month: may, march. */
  private static final Pattern LEADS_TO_MONTH =
      Pattern.compile(".*\\b(?:in|of|since|until|till|by|early|late|mid|during|last) $");

  private static final Pattern MIDDLE = Pattern.compile("\\bmid(?:dle)?\\b");
  private static final Pattern END = Pattern.compile("\\b(?:end|late)\\b");
  private static final Pattern BEGINNING = Pattern.compile("\\b(?:beginning|start|early)\\b");

  /** {@return the first time that this query names, if it names one} */
  static Optional<Period> in(String plainQuery) {
    Matcher iso = ISO.matcher(plainQuery);
    if (iso.find()) {
      return Optional.of(iso(iso));
    }
    Matcher named = NAMED.matcher(plainQuery);
    while (named.find()) {
      if (isMonth(named, plainQuery)) {
        return Optional.of(named(named, plainQuery));
      }
    }
    Matcher year = YEAR.matcher(plainQuery);
    return year.find()
        ? Optional.of(
            new Period(Optional.of(Integer.valueOf(year.group(1))), Optional.empty(), 1, 31))
        : Optional.empty();
  }

  private static Period iso(MatchResult iso) {
    int day = iso.group(3) == null ? 0 : Integer.parseInt(iso.group(3));
    return new Period(
        Optional.of(Integer.valueOf(iso.group(1))),
        Optional.of(Integer.valueOf(iso.group(2))),
        day == 0 ? 1 : day,
        day == 0 ? 31 : day);
  }

  private static boolean isMonth(MatchResult named, String query) {
    boolean ambiguous = named.group(2).equals("may") || named.group(2).equals("march");
    return !ambiguous
        || named.group(1) != null
        || named.group(3) != null
        || named.group(4) != null
        || LEADS_TO_MONTH.matcher(query.substring(0, named.start(2))).matches();
  }

  private static Period named(MatchResult named, String query) {
    Optional<Integer> year = Optional.ofNullable(named.group(4)).map(Integer::valueOf);
    Optional<Integer> month = Optional.of(MONTHS.indexOf(named.group(2)) + 1);
    String day = named.group(1) == null ? named.group(3) : named.group(1);
    if (day != null) {
      // The day before and after: nobody knows in which zone the one who asks counts days.
      return new Period(year, month, Integer.parseInt(day) - 1, Integer.parseInt(day) + 1);
    }
    String before = query.substring(0, named.start());
    if (MIDDLE.matcher(before).find()) {
      return new Period(year, month, 10, 20);
    }
    if (END.matcher(before).find()) {
      return new Period(year, month, 20, 31);
    }
    return new Period(year, month, 1, BEGINNING.matcher(before).find() ? 11 : 31);
  }

  boolean contains(Instant time) {
    LocalDate date = LocalDate.ofInstant(time, ZoneOffset.UTC);
    return contains(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
  }

  private boolean contains(int inYear, int inMonth, int day) {
    return year.stream().allMatch(y -> y == inYear)
        && month.stream().allMatch(m -> m == inMonth)
        && day >= firstDay
        && day <= lastDay;
  }

  /** {@return whether the text holds a date of this time, as 2025-02-17 or 2025-02} */
  boolean isNamedIn(String text) {
    return ISO.matcher(text)
        .results()
        .anyMatch(
            date ->
                contains(
                    Integer.parseInt(date.group(1)),
                    Integer.parseInt(date.group(2)),
                    date.group(3) == null ? firstDay : Integer.parseInt(date.group(3))));
  }

  /** {@return whether a word of the query only says when, which texts say in other words} */
  boolean isSaidBy(String word) {
    if (month.isEmpty() || !NUMBER.matcher(word).matches()) {
      return false;
    }
    int number = Integer.parseInt(word);
    boolean oneDay = lastDay - firstDay <= 2 && number >= firstDay && number <= lastDay;
    return oneDay || year.stream().anyMatch(y -> y == number);
  }

  /** {@return the time without gaps, if a year is known} */
  Optional<Span> span() {
    return year.filter(_ -> month.stream().allMatch(m -> m >= 1 && m <= 12))
        .map(
            y -> {
              YearMonth first = YearMonth.of(y, month.orElse(1));
              YearMonth last = YearMonth.of(y, month.orElse(12));
              return new Span(
                  start(first.atDay(Math.clamp(firstDay, 1, first.lengthOfMonth()))),
                  start(last.atDay(Math.clamp(lastDay, 1, last.lengthOfMonth())).plusDays(1)));
            });
  }

  private static Instant start(LocalDate date) {
    return date.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** From one time to just before another. */
  record Span(Instant since, Instant before) {}
}
