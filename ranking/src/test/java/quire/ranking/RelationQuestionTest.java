package quire.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import quire.api.Author;
import quire.api.Relation;

final class RelationQuestionTest {
  private static Optional<RelationQuestion.Answer> ask(
      String query, String from, String type, String to) {
    Question question = Question.of(query);
    StoredRelation stored =
        new StoredRelation(
            1, new Relation(from, to, type), "", "", new Author("kit", "s"), Instant.EPOCH);
    return new RelationQuestion(query, question.terms())
        .answer(stored, new Occurrences(question.terms()));
  }

  @Test
  void theTypeAndAnEndHaveToBeInTheQuestion() {
    assertThat(ask("who owns checkout", "Falcon", "owns", "checkout")).isPresent();
    assertThat(ask("who owns checkout", "Falcon", "uses", "checkout")).isEmpty();
    assertThat(ask("who owns the ledger", "Falcon", "owns", "checkout")).isEmpty();
    assertThat(ask("who is the owner", "owner-service", "owned_by", "checkout")).isEmpty();
  }

  @Test
  void aDoerIsNamedByTheDeed() {
    assertThat(ask("the owner of checkout", "Falcon", "owns", "checkout")).isPresent();
    assertThat(ask("who owns checkout", "Falcon", "owner", "checkout")).isPresent();
    assertThat(ask("who created checkout", "Mira", "creator_of", "checkout")).isPresent();
  }

  @Test
  void aLongNameIsNamedByHalfOfIt() {
    assertThat(ask("who owns carriers", "Falcon", "owns", "packages/carriers")).isPresent();
    assertThat(ask("who owns carriers", "Falcon", "owns", "old packages of carriers")).isEmpty();
  }

  @Test
  void theOrderOfWordsTellsWhichEndIsAskedFor() {
    assertThat(factor("what depends on ledger", "checkout", "depends_on", "ledger")).isEqualTo(1);
    assertThat(factor("what depends on ledger", "ledger", "depends_on", "disk")).isLessThan(1);
    assertThat(factor("what does ledger depend on", "ledger", "depends_on", "disk")).isEqualTo(1);
    assertThat(factor("what is owned by Falcon", "Falcon", "owns", "ledger")).isEqualTo(1);
    assertThat(factor("who owns ledger", "ledger", "owned_by", "Falcon")).isEqualTo(1);
  }

  private static double factor(String query, String from, String type, String to) {
    return ask(query, from, type, to).orElseThrow().factor();
  }

  @Test
  void theEndThatWasNotNamedIsReached() {
    assertThat(ask("who owns checkout", "Falcon", "owns", "checkout").orElseThrow().reached())
        .contains("Falcon");
    assertThat(
            ask("does Falcon own checkout", "Falcon", "owns", "checkout").orElseThrow().reached())
        .isEmpty();
  }
}
