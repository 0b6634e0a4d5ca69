package quire.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {
  @ParameterizedTest
  @CsvSource({
    "what happened in april 2025, 2025-04-01, 2025-05-01",
    "on 26 march 2025, 2025-03-25, 2025-03-28",
    "march 26th 2025, 2025-03-25, 2025-03-28",
    "the end of may 2025, 2025-05-20, 2025-06-01",
    "early june 2025, 2025-06-01, 2025-06-12",
    "mid february 2025, 2025-02-10, 2025-02-21",
    "notes of 2025-02-17, 2025-02-17, 2025-02-18",
    "notes of 2025-02, 2025-02-01, 2025-03-01",
    "since 2024, 2024-01-01, 2025-01-01",
    "was geschah am 11. januar 2025?, 2025-01-10, 2025-01-13",
    "ende september 2025, 2025-09-20, 2025-10-01",
    "el 11 de enero de 2025, 2025-01-10, 2025-01-13",
    "debut mars 2025, 2025-03-01, 2025-03-12",
    "released 3 sept. 2025, 2025-09-02, 2025-09-05",
    "merged on dec 2nd 2025, 2025-12-01, 2025-12-04",
    "cuando fue mi cita en febrero de 2025, 2025-02-01, 2025-03-01",
    "the debut album of april 2025, 2025-04-01, 2025-05-01",
    "el fin de semana en abril de 2025, 2025-04-01, 2025-05-01",
    "a mediados de mayo de 2025, 2025-05-10, 2025-05-21",
    "mi-juin 2025, 2025-06-10, 2025-06-21"
  })
  void aTimeInAQueryIsASpan(String query, String since, String before) {
    Period.Span span = Period.in(query).orElseThrow().span().orElseThrow();
    assertThat(span.since()).isEqualTo(Instant.parse(since + "T00:00:00Z"));
    assertThat(span.before()).isEqualTo(Instant.parse(before + "T00:00:00Z"));
  }

  @Test
  void wordsThatAreMonthsOnlySometimesNeedMore() {
    assertThat(Period.in("may i march on")).isEmpty();
    assertThat(Period.in("since may")).isPresent();
    assertThat(Period.in("march 2025")).isPresent();
    assertThat(Period.in("version 2025")).isEmpty();
    assertThat(Period.in("does jan know mars")).isEmpty();
    assertThat(Period.in("the birthday of jan")).isEmpty();
    assertThat(Period.in("tickets written by jan")).isEmpty();
    assertThat(Period.in("the meeting at 10:30 jan called")).isEmpty();
    for (String when :
        List.of(
            "seit juni",
            "before june",
            "the july release",
            "debut mars",
            "fin mai",
            "mi-juin",
            "a mediados de mayo",
            "1er mars",
            "in dec")) {
      assertThat(Period.in(when)).as(when).isPresent();
    }
  }

  @Test
  void aMonthWithoutAYearIsOfEveryYear() {
    Period april = Period.in("in april").orElseThrow();
    assertThat(april.span()).isEmpty();
    assertThat(april.contains(Instant.parse("2024-04-30T00:00:00Z"))).isTrue();
    assertThat(april.contains(Instant.parse("2024-05-01T00:00:00Z"))).isFalse();
    assertThat(april.isNamedIn("decided 2023-04-02")).isTrue();
    assertThat(april.inNumbers()).hasValue("-04-");
  }

  @ParameterizedTest
  @CsvSource({
    "2.5.0 on 2025-04-22, true",
    "2.5.0 on 2025-05-22, false",
    "released 22 april 2025, true",
    "released april 22nd 2025, true",
    "since april 2025, true",
    "am 22. april 2025 erschienen, true",
    "released 22 april 2024, false",
    "released 22 may 2025, false",
    "every april, false"
  })
  void textsSayADateInNumbersOrByItsMonth(String text, boolean named) {
    Period april = Period.in("what came in april 2025").orElseThrow();
    assertThat(april.isNamedIn(text)).isEqualTo(named);
    assertThat(april.inNumbers()).hasValue("2025-04");
  }

  @Test
  void aDayIsWrittenADaySoonerOrLaterElsewhereButTextsNameIt() {
    Period day = Period.in("on 11 january 2025").orElseThrow();
    assertThat(day.contains(Instant.parse("2025-01-12T00:00:00Z"))).isTrue();
    assertThat(day.isNamedIn("tried on 11 january 2025")).isTrue();
    assertThat(day.isNamedIn("tried on 12 january 2025")).isFalse();
    assertThat(day.isNamedIn("2025-01-12: failed")).isFalse();
  }

  @Test
  void aYearAloneIsAWordLikeOthers() {
    assertThat(Period.in("since 2024").orElseThrow().inNumbers()).isEmpty();
  }
}
