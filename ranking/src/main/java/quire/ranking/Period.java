package quire.ranking;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A time that a query names, such as "in April 2025", "on 26 March", "end of May" or "2025-02-17".
 *
 * @param year empty for every year
 * @param month empty for the whole year
 * @param slack how many days before and after are meant as well where it is about when something
 *     was written: nobody knows in which zone the one who asks counts days
 */
record Period(
    Optional<Integer> year, Optional<Integer> month, int firstDay, int lastDay, int slack) {
  /** How each month is called in English, German, French and Spanish, plain, and for short. */
  private static final List<List<String>> MONTHS =
      List.of(
          List.of("january", "januar", "janvier", "enero", "jan"),
          List.of("february", "februar", "fevrier", "febrero", "feb"),
          List.of("march", "marz", "mars", "marzo", "mar"),
          List.of("april", "avril", "abril", "apr"),
          List.of("may", "mai", "mayo"),
          List.of("june", "juni", "juin", "junio", "jun"),
          List.of("july", "juli", "juillet", "julio", "jul"),
          List.of("august", "aout", "agosto", "aug"),
          List.of("september", "septembre", "septiembre", "sept", "sep"),
          List.of("october", "oktober", "octobre", "octubre", "oct", "okt"),
          List.of("november", "novembre", "noviembre", "nov"),
          List.of("december", "dezember", "decembre", "diciembre", "dec", "dez"));

  private static final Pattern ISO = Pattern.compile("\\b(20\\d\\d)-(\\d\\d)(?:-(\\d\\d))?\\b");

  /** In every year that is known for one. */
  private static final String CENTURY = "20";

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
  private static final Pattern YEAR = Pattern.compile("\\b(?:in|of|since) (20\\d\\d)\\b");

  /** Groups: day before, month, day after, year. */
  private static final Pattern NAMED =
      Pattern.compile(
          "\\b(?:(?<![.:\\d])(\\d{1,2})(?:st|nd|rd|th|er)?\\.? (?:of |de )?)?("
              + String.join("|", MONTHS.stream().flatMap(List::stream).toList())
              + ")\\b\\.?(?: (\\d{1,2})(?:st|nd|rd|th)?\\b)?,?(?: (?:de )?(20\\d\\d)\\b)?");

  /** Words of their own, or names, as well as months, where no day and no year stands beside. */
  private static final Set<String> AMBIGUOUS =
      Set.of(
          "may", "mai", "mayo", "march", "mars", "mar", "jan", "jun", "jul", "feb", "apr", "aug",
          "sep", "sept", "oct", "okt", "nov", "dec", "dez");

  private static final Set<String> ENGLISH = Set.of("may", "march");

  /** What leads to may and march; others are also names, which follow "of", "by" and "last". */
  private static final Pattern LEADS_TO_ENGLISH =
      Pattern.compile(".*\\b(?:in|of|since|until|till|by|early|late|mid|during|last) $");

  private static final Pattern LEADS_TO_MONTH =
      Pattern.compile(
          ".*\\b(?:(?:in|since|until|till|early|late|during|im|seit|en|depuis) |mid[- ]"
              + "|(?:anfang|mitte|ende|debut|fin|(?:principios|mediados|finales) de) |mi[- ])$");

  // Words of other languages only where they stand directly before the month: "mi" is "my" as well.
  private static final Pattern MIDDLE =
      Pattern.compile("\\bmid(?:dle)?\\b|\\b(?:mitte |mediados de |mi[- ])$");
  private static final Pattern END =
      Pattern.compile("\\b(?:end|late)\\b|\\b(?:ende|fin|finales de) $");
  private static final Pattern BEGINNING =
      Pattern.compile("\\b(?:beginning|start|early)\\b|\\b(?:anfang|debut|principios de) $");

  private Period(Optional<Integer> year, Optional<Integer> month, int firstDay, int lastDay) {
    this(year, month, firstDay, lastDay, 0);
  }

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
    if (!AMBIGUOUS.contains(named.group(2))
        || named.group(1) != null
        || named.group(3) != null
        || named.group(4) != null) {
      return true;
    }
    Pattern leads = ENGLISH.contains(named.group(2)) ? LEADS_TO_ENGLISH : LEADS_TO_MONTH;
    return leads.matcher(query.substring(0, named.start(2))).matches();
  }

  private static Period named(MatchResult named, String query) {
    Optional<Integer> year = Optional.ofNullable(named.group(4)).map(Integer::valueOf);
    Optional<Integer> month = Optional.of(month(named));
    String day = day(named);
    if (day != null) {
      return new Period(year, month, number(day), number(day), 1);
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

  private static int month(MatchResult named) {
    int month = 0;
    while (!MONTHS.get(month).contains(named.group(2))) {
      month++;
    }
    return month + 1;
  }

  private static @Nullable String day(MatchResult named) {
    return named.group(1) == null ? named.group(3) : named.group(1);
  }

  boolean contains(Instant time) {
    LocalDate date = LocalDate.ofInstant(time, ZoneOffset.UTC);
    return contains(date.getYear(), date.getMonthValue(), date.getDayOfMonth(), slack);
  }

  private boolean contains(int inYear, int inMonth, int day, int around) {
    return year.stream().allMatch(y -> y == inYear)
        && month.stream().allMatch(m -> m == inMonth)
        && day >= firstDay - around
        && day <= lastDay + around;
  }

  /**
   * {@return whether the text holds a date of this time, as 2025-02-17, 2025-02 or 17 february
   * 2025}
   */
  boolean isNamedIn(String plainText) {
    if (!plainText.contains(CENTURY)) {
      return false; // most texts, which then need no pattern tried at each of their letters
    }
    return ISO.matcher(plainText)
            .results()
            .anyMatch(date -> contains(date.group(1), number(date.group(2)), date.group(3)))
        || NAMED
            .matcher(plainText)
            .results()
            .filter(date -> date.group(4) != null)
            .anyMatch(date -> contains(date.group(4), month(date), day(date)));
  }

  private boolean contains(String inYear, int inMonth, @Nullable String day) {
    return contains(number(inYear), inMonth, day == null ? firstDay : number(day), 0);
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  /**
   * {@return what stands in each date of this time that is written in numbers, plain; empty if it
   * has no month}
   */
  Optional<String> inNumbers() {
    return month.map(
        m ->
            year.map(y -> String.format(Locale.ROOT, "%d-%02d", y, m))
                .orElseGet(() -> String.format(Locale.ROOT, "-%02d-", m)));
  }

  /** {@return whether a word of the query only says when, which texts say in other words} */
  boolean isSaidBy(String word) {
    if (month.isEmpty() || !NUMBER.matcher(word).matches()) {
      return false;
    }
    int number = Integer.parseInt(word);
    boolean oneDay = firstDay == lastDay && number == firstDay;
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
                  start(first.atDay(Math.clamp(firstDay - slack, 1, first.lengthOfMonth()))),
                  start(
                      last.atDay(Math.clamp(lastDay + slack, 1, last.lengthOfMonth()))
                          .plusDays(1)));
            });
  }

  private static Instant start(LocalDate date) {
    return date.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** From one time to just before another. */
  record Span(Instant since, Instant before) {}
}
