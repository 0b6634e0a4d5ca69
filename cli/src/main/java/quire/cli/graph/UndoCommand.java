package quire.cli.graph;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import quire.api.Author;
import quire.api.MemoryStore;
import quire.api.Subject;
import quire.api.history.Undo;
import quire.api.history.UndoPlan;
import quire.api.history.UndoSelection;
import quire.cli.base.Consent;
import quire.cli.base.Counted;
import quire.cli.base.ExitCode;
import quire.cli.base.Facts;
import quire.cli.base.JsonFlag;
import quire.cli.base.Moment;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.stores.Stores;
import tools.jackson.core.JsonGenerator;

/** {@code quire undo}. */
@Command(
    name = "undo",
    description = {
      "Take back what was written: the last call, or those that you choose. Shows what would"
          + " happen;",
      "at a terminal it asks then, elsewhere it needs --yes. An undo is a call and can be undone."
    },
    footer = {
      "",
      "Examples:",
      "  quire undo",
      "  quire undo --call 45 --yes",
      "  quire undo --client cursor --since 2h"
    })
public final class UndoCommand implements Callable<Integer> {
  private static final Author PERSON = new Author("quire undo", "terminal");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private Consent consent = new Consent();

  @Option(
      names = "--call",
      paramLabel = "N",
      description = "the call that made change N of quire log")
  private Optional<Long> call = Optional.empty();

  @Option(names = "--session", paramLabel = "SESSION", description = "all calls of this session")
  private Optional<String> session = Optional.empty();

  @Option(names = "--client", paramLabel = "CLIENT", description = "all calls of this client")
  private Optional<String> client = Optional.empty();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "only calls from this time on; without more, of everybody")
  private Optional<String> since = Optional.empty();

  @Option(
      names = "--force",
      description = "also where others have built upon it: what they built there goes too")
  private boolean force;

  private final Stores stores;
  private final Output output;
  private final Clock clock;

  public UndoCommand(Stores stores, Output output, Clock clock) {
    this.stores = stores;
    this.output = output;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    UndoSelection selection = selection();
    return stores.use(store, opened -> undo(opened, selection)).number();
  }

  private UndoSelection selection() {
    boolean last = call.isEmpty() && session.isEmpty() && client.isEmpty() && since.isEmpty();
    return new UndoSelection(
        call, client, session, since.map(written -> Moment.ofFlag(written, clock, spec)), last);
  }

  private ExitCode undo(MemoryStore opened, UndoSelection selection) {
    Set<Long> calls = selection.calls(opened);
    UndoPlan plan = Undo.plan(opened, calls);
    if (plan.calls().isEmpty() && !json.isSet()) {
      output.notice("No call fits. Nothing was changed; quire log shows what there is");
    }
    if (!json.isSet()) {
      print(plan);
    }
    boolean refused = !plan.obstacles().isEmpty() && !force;
    boolean agreed =
        !refused && !plan.amendment().isEmpty() && consent.given(output, "Take this back?");
    if (agreed) {
      plan = Undo.carryOut(opened, calls, force, PERSON);
      refused = !plan.obstacles().isEmpty() && !force;
    }
    boolean done = agreed && !refused;
    if (json.isSet()) {
      writeJson(plan, done || plan.amendment().isEmpty(), refused);
    } else if (!plan.calls().isEmpty()) {
      output.line(conclusion(plan, done, refused));
    }
    if (plan.calls().isEmpty()) {
      return ExitCode.NOT_FOUND;
    }
    return refused ? ExitCode.FAILED : ExitCode.OK;
  }

  private static String conclusion(UndoPlan plan, boolean done, boolean refused) {
    if (done) {
      return "took back " + Counted.of(plan.calls().size(), "call");
    }
    if (refused) {
      return "Nothing was changed, because of what is said above. To do it all the same: --force";
    }
    return plan.amendment().isEmpty()
        ? "Nothing is left of it to take back"
        : "Nothing was changed. To do it: the same command with --yes";
  }

  /** What a person did to the notes of a vault was done by hand. */
  private static String by(String author) {
    return author.startsWith("by ") ? author : "by " + author;
  }

  private void print(UndoPlan plan) {
    for (UndoPlan.Call each : plan.calls()) {
      output.line(
          "call %d, %s, %s: %s"
              .formatted(
                  each.number(),
                  Moment.shown(each.time()),
                  by(Output.visible(each.author().client())),
                  Counted.of(each.changes(), "change")));
    }
    plan.amendment().removals().forEach(fact -> print("  - ", fact));
    plan.amendment().additions().forEach(fact -> print("  + ", fact));
    for (UndoPlan.Obstacle obstacle : plan.obstacles()) {
      output.line(
          "  ! %s: %s"
              .formatted(
                  Output.visible(Facts.text(obstacle.fact())), Output.visible(obstacle.reason())));
    }
  }

  private void print(String sign, Subject fact) {
    output.line(sign + Output.visible(Facts.text(fact)));
  }

  private void writeJson(UndoPlan plan, boolean done, boolean refused) {
    output.json(
        out -> {
          out.writeStartObject();
          out.writeBooleanProperty("dryRun", !done);
          out.writeBooleanProperty("refused", refused);
          out.writeArrayPropertyStart("calls");
          plan.calls().forEach(each -> write(out, each));
          out.writeEndArray();
          writeFacts(out, "removals", plan.amendment().removals());
          writeFacts(out, "additions", plan.amendment().additions());
          out.writeArrayPropertyStart("obstacles");
          for (UndoPlan.Obstacle obstacle : plan.obstacles()) {
            out.writeStartObject();
            ChangeView.write(out, obstacle.fact());
            out.writeNumberProperty("call", obstacle.call());
            out.writeStringProperty("reason", obstacle.reason());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private static void write(JsonGenerator out, UndoPlan.Call call) {
    out.writeStartObject();
    out.writeNumberProperty("call", call.number());
    out.writeStringProperty("time", call.time().toString());
    out.writeStringProperty("client", call.author().client());
    out.writeStringProperty("session", call.author().session());
    out.writeNumberProperty("changes", call.changes());
    out.writeEndObject();
  }

  private static void writeFacts(JsonGenerator out, String name, List<Subject> facts) {
    out.writeArrayPropertyStart(name);
    for (Subject fact : facts) {
      out.writeStartObject();
      ChangeView.write(out, fact);
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
