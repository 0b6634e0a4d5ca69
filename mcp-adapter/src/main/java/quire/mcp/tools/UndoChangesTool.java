package quire.mcp.tools;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quire.api.Author;
import quire.api.history.Undo;
import quire.api.history.UndoPlan;
import quire.api.history.UndoSelection;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.catalog.ToolResult;
import quire.mcp.graph.GraphSchemas;
import quire.mcp.json.Schema;
import quire.mcp.json.Structure;
import quire.mcp.json.Structure.Member;
import quire.mcp.protocol.Result;
import quire.mcp.tools.UndoChangesTool.Asked;

/** {@code undo_changes}: takes back what the same session wrote. */
final class UndoChangesTool implements Tool<Asked> {
  private static final int NAMED = 3;

  private static final Member<Long> SEQUENCE =
      Structure.optional(
          "sequence", new Schema.Whole(1, Long.MAX_VALUE).described("Else the last call"));

  private static final ToolDescription<Asked> DESCRIPTION =
      new ToolDescription<>(
          "undo_changes",
          "Undo Changes",
          "When a call of yours was a mistake: takes it back. Only calls of this session.",
          "{\"sequence\":12}",
          Structure.open(values -> new Asked(values.find(SEQUENCE)), SEQUENCE),
          GraphSchemas.DONE_RESULT,
          Effect.DELETES);

  /**
   * What is asked for.
   *
   * @param sequence one of the call's changes; null for the last call
   */
  record Asked(@Nullable Long sequence) {
    UndoSelection selection(Author author) {
      return sequence == null
          ? lastOf(author)
          : new UndoSelection(
              Optional.of(sequence),
              Optional.of(author.client()),
              Optional.of(author.session()),
              Optional.empty(),
              false);
    }
  }

  /** {@return the last call of this session} */
  static UndoSelection lastOf(Author author) {
    return new UndoSelection(
        Optional.empty(),
        Optional.of(author.client()),
        Optional.of(author.session()),
        Optional.empty(),
        true);
  }

  @Override
  public ToolDescription<Asked> description() {
    return DESCRIPTION;
  }

  @Override
  public boolean strict() {
    return true;
  }

  @Override
  public Result call(Asked asked, ToolContext context) {
    UndoPlan plan =
        Undo.carryOut(
            context.store().written(),
            asked.selection(context.author()).calls(context.store().written()),
            false,
            context.author());
    if (plan.calls().isEmpty()) {
      return ToolResult.failure(
          "There is no such call of this session; nothing was changed. What others wrote, a person"
              + " can take back: quire undo");
    }
    if (!plan.obstacles().isEmpty()) {
      return ToolResult.failure("Nothing was changed. " + reasons(plan.obstacles()));
    }
    return ToolResult.done(
        "Took back the call: %d facts removed, %d restored"
            .formatted(plan.amendment().removals().size(), plan.amendment().additions().size()),
        List.of());
  }

  private static String reasons(List<UndoPlan.Obstacle> obstacles) {
    StringBuilder reasons = new StringBuilder("In the way:");
    for (UndoPlan.Obstacle obstacle : obstacles.subList(0, Math.min(NAMED, obstacles.size()))) {
      reasons.append(
          " a fact of \"%s\": %s;".formatted(obstacle.fact().entity(), obstacle.reason()));
    }
    return reasons.append(" change it by hand instead").toString();
  }
}
