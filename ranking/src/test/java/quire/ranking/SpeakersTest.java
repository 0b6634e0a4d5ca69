package quire.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import quire.api.Author;
import quire.api.Fact;

class SpeakersTest {
  private static final String[] TALK = {
    "Ann: hello", "Ann: I saw it", "Ann: did it rain?", "Ann: no", "Ann: my, yes", "Bob: thank you"
  };

  private static String read(String question, String... texts) {
    Occurrences occurrences = new Occurrences(Question.of(question).terms());
    List<Occurrences.Of> found = new ArrayList<>();
    for (String text : texts) {
      found.add(
          occurrences.in(
              new Fact(
                  found.size() + 1,
                  "monday",
                  "talk",
                  Optional.of(text),
                  new Author("test", "here"),
                  Instant.EPOCH)));
    }
    return Speakers.unnamed(question, found);
  }

  private static String[] said(String... names) {
    return Stream.of(names)
        .flatMap(
            name ->
                Stream.of("hello", "you see", "is that so?", "my car", "it rains")
                    .map(text -> name + ": " + text))
        .toArray(String[]::new);
  }

  @Test
  void whoSpeaksIsSomeone() {
    assertThat(read("When did Ann see it?", TALK)).isEqualTo("When did someone see it?");
    assertThat(read("What was in Ann's garden?", TALK)).isEqualTo("What was in someone's garden?");
    assertThat(read("What did Bob see?", TALK)).as("speaks once").isEqualTo("What did Bob see?");
    assertThat(read("what did ann see", TALK)).isEqualTo("what did ann see");
  }

  @Test
  void aPartOfAWordOrOfALongerNameIsNotWhoSpeaks() {
    for (String question :
        List.of(
            "Where is Ann-Marie's car?",
            "Which Ann_URL is red?",
            "Where is Mc'Ann's car?",
            "When did Ann Smith see it?")) {
      assertThat(read(question, TALK)).isEqualTo(question);
    }
    assertThat(read("Where did Ann keep Annual.txt?", TALK))
        .isEqualTo("Where did someone keep Annual.txt?");
  }

  @Test
  void theLongerNameIsTakenFirst() {
    assertThat(read("Whose car did Ann Lee see?", said("Ann", "Ann Lee")))
        .isEqualTo("Whose car did someone see?");
  }

  @Test
  void whatIsToldIsNotWhoSpeaks() {
    for (String label : List.of("TODO", "Root cause", "cause")) {
      String question = "Which " + label + " is red?";
      assertThat(read(question, said(label))).isEqualTo(question);
    }
    String question = "Which retention does Kafka have?";
    assertThat(
            read(
                question,
                "Kafka: retention is 7 days",
                "Kafka: three brokers",
                "Kafka: I/O is slow, GET /topics?name=a shows it",
                "Kafka: no one knows why",
                "Kafka: did you raise it?",
                "Kafka: my laptop has one"))
        .as("a third of it is talk")
        .isEqualTo(question);
  }

  @Test
  void theNameStaysWhereThreeSpeak() {
    String question = "When did Ann see it?";
    String someone = "When did someone see it?";
    assertThat(read(question, said("Ann", "Bob"))).isEqualTo(someone);
    assertThat(read(question, said("Ann", "Bob", "Root cause"))).isEqualTo(someone);
    assertThat(read(question, said("Ann", "Bob", "Cy"))).isEqualTo(question);
  }

  @Test
  void whoIsAskedForAloneIsNamed() {
    for (String question :
        List.of(
            "Ann",
            "Who is Ann?",
            "Ann's",
            "What about Ann",
            "Tell me what you know about Ann",
            "Wer ist die Ann?")) {
      assertThat(read(question, TALK)).isEqualTo(question);
    }
  }
}
