package quire.api.history;

import java.time.Instant;
import java.util.List;
import quire.api.Amendment;
import quire.api.Author;
import quire.api.Subject;

/**
 * What taking calls back would do.
 *
 * @param calls the calls, oldest first
 * @param amendment what would be written; empty if their effect is gone already
 * @param obstacles what speaks against it; nothing is done then, unless it is forced
 */
public record UndoPlan(List<Call> calls, Amendment amendment, List<Obstacle> obstacles) {
  public UndoPlan {
    calls = List.copyOf(calls);
    obstacles = List.copyOf(obstacles);
  }

  /**
   * A call to be taken back.
   *
   * @param number as {@link quire.api.Change#call()} has it
   * @param changes how many facts it changed
   */
  public record Call(long number, Instant time, Author author, int changes) {}

  /**
   * A fact that stands in the way.
   *
   * @param call the later call that wrote it, or 0 if a person did, or nobody knows
   * @param reason a clause that says what would become of it
   */
  public record Obstacle(Subject fact, long call, String reason) {}
}
