package quire.cli.copies;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import quire.api.Entity;
import quire.api.Relation;
import quire.api.Subject;
import quire.secrets.SecretScanner;

/**
 * A memory with markers in place of the secrets that it holds or held. Names and types stay as they
 * are: they are keys.
 */
public final class RedactedWhole implements Whole {
  private final Whole whole;
  private final SecretScanner scanner = SecretScanner.builtIn();
  private long redacted;

  public RedactedWhole(Whole whole) {
    this.whole = whole;
  }

  /** {@return in how many texts that were handed out a marker stands; two walks count twice} */
  public long redacted() {
    return redacted;
  }

  @Override
  public boolean hasWholeHistory() throws IOException {
    return whole.hasWholeHistory();
  }

  @Override
  public void calls(Consumer<? super Call> visitor) throws IOException {
    whole.calls(
        call ->
            visitor.accept(
                new Call(
                    call.time(), call.author(), call.steps().stream().map(this::safe).toList())));
  }

  private Call.Step safe(Call.Step step) {
    return step.fact() instanceof Subject.OfObservation(String entity, Optional<String> text)
        ? new Call.Step(step.action(), new Subject.OfObservation(entity, text.map(this::safe)))
        : step;
  }

  @Override
  public void entities(Consumer<? super Entity> visitor) throws IOException {
    whole.entities(
        entity -> {
          // Two tokens of one kind in the same words become the same text, which stands once.
          List<String> texts = entity.observations().stream().map(this::safe).distinct().toList();
          visitor.accept(new Entity(entity.name(), entity.type(), texts));
        });
  }

  private String safe(String text) {
    String safe = scanner.redacted(text);
    if (!safe.equals(text)) {
      redacted++;
    }
    return safe;
  }

  @Override
  public void relations(Consumer<? super Relation> visitor) throws IOException {
    whole.relations(visitor);
  }
}
