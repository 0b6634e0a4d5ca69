package quire.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
    "since 2024, 2024-01-01, 2025-01-01"
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
  }

  @Test
  void aMonthWithoutAYearIsOfEveryYear() {
    Period april = Period.in("in april").orElseThrow();
    assertThat(april.span()).isEmpty();
    assertThat(april.contains(Instant.parse("2024-04-30T00:00:00Z"))).isTrue();
    assertThat(april.contains(Instant.parse("2024-05-01T00:00:00Z"))).isFalse();
    assertThat(april.isNamedIn("decided 2023-04-02")).isTrue();
  }
}
