package quire.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordingTest {
  @Test
  void questionsForATimeAndTextsThatSayOneAreTold() {
    assertThat(Wording.asksForTime("when did it break")).isTrue();
    assertThat(Wording.asksForTime("how often is it sent")).isTrue();
    assertThat(Wording.asksForTime("what broke")).isFalse();
    assertThat(Wording.saysTime("every 15 min")).isTrue();
    assertThat(Wording.saysTime("last summer it rained")).isTrue();
    assertThat(Wording.saysTime("it rained")).isFalse();
  }

  @Test
  void questionsForAReasonAndTextsThatSayOneAreTold() {
    assertThat(Wording.asksForReason("why did it break")).isTrue();
    assertThat(Wording.asksForReason("what was the reason")).isTrue();
    assertThat(Wording.asksForReason("what broke")).isFalse();
    assertThat(Wording.saysReason("Introduced after two outages")).isTrue();
    assertThat(Wording.saysReason("it broke because it rained")).isTrue();
    assertThat(Wording.saysReason("it rained")).isFalse();
  }

  @Test
  void aShortBeginningBeforeAColonIsALabel() {
    assertThat(Wording.label("Mira: I saw it")).contains("Mira");
    assertThat(Wording.label("Root cause: a full disk")).contains("Root cause");
    assertThat(Wording.label("this is no label at all: none")).isEmpty();
    assertThat(Wording.label("http://example.org is up")).isEmpty();
  }

  @Test
  void theShareOfQuestionsIsThatOfItsSentences() {
    assertThat(Wording.questions("Really? I was there. You too?")).isEqualTo(2.0 / 3);
    assertThat(Wording.questions("Is it so")).isZero();
    assertThat(Wording.questions("?")).isZero();
  }
}
