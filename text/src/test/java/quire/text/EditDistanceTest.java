package quire.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {
  @ParameterizedTest
  @CsvSource({
    "redis, redis, 0",
    "redis, rdis, 1",
    "redis, reddis, 1",
    "redis, redas, 1",
    "redis, erdis, 1",
    "redis, rdeis, 1",
    "redis, redsi, 1",
    "kubernetes, kubrnets, 2",
    "kubernetes, ukbernetse, 2",
    "redis, rd, 3",
    "ab, ba, 1",
    "abc, cab, 2",
    "'', abc, 3"
  })
  void soManyErrorsLeadFromTheOneToTheOther(String one, String other, int errors) {
    assertThat(EditDistance.within(one, other, errors)).isTrue();
    assertThat(EditDistance.within(other, one, errors)).isTrue();
    assertThat(EditDistance.within(one, other, errors - 1)).isFalse();
    assertThat(EditDistance.within(other, one, errors - 1)).isFalse();
  }
}
