package quire.cli.copies;

import java.time.Instant;
import java.util.List;
import quire.api.Author;
import quire.api.Change;
import quire.api.Subject;

/** One write: what its author changed at a time. */
public record Call(Instant time, Author author, List<Step> steps) {
  public Call {
    steps = List.copyOf(steps);
  }

  /** A fact that came or went. */
  public record Step(Change.Action action, Subject fact) {}

  /** {@return a number that two calls share if they did the same, in whatever order} */
  long digest() {
    long sum = 0;
    for (Step step : steps) {
      sum += Digests.of(step.action().name()) * 31 + Digests.of(step.fact());
    }
    return Digests.of(time.toString(), author.client(), author.session(), Long.toHexString(sum));
  }
}
