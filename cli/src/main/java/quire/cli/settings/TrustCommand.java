package quire.cli.settings;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.base.Surroundings;

/** {@code quire trust}: approves what this project's own files decide beyond the project. */
@Command(
    name = "trust",
    description = {
      "Approve what this project's own files decide beyond the project, such as a store elsewhere.",
      "Shows what it approves; if the files say something else later, it has to be approved again."
    },
    footer = {
      "",
      "Examples:",
      "  quire trust --dry-run",
      "  quire trust",
      "  quire trust --revoke"
    })
public final class TrustCommand implements Callable<Integer> {
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(names = "--dry-run", description = "only show what would be approved")
  private boolean dryRun;

  @Option(names = "--revoke", description = "take the approval back")
  private boolean revoke;

  private final SettingsReader reader;
  private final Surroundings surroundings;
  private final Output output;

  public TrustCommand(SettingsReader reader, Surroundings surroundings, Output output) {
    this.reader = reader;
    this.surroundings = surroundings;
    this.output = output;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = reader.unapproved(store.flags());
    ProjectRights rights = new ProjectRights(settings, surroundings);
    List<String> claims = settings.claims();
    boolean changed = false;
    if (revoke) {
      changed = rights.revoke();
    } else if (!claims.isEmpty() && !rights.isApproved() && !dryRun) {
      rights.approve();
      changed = true;
    }
    if (json.isSet()) {
      writeJson(rights, claims, changed);
    } else {
      print(rights, claims, changed);
    }
    boolean nothing = revoke ? !changed : claims.isEmpty();
    return (nothing ? ExitCode.NOTHING_TO_DO : ExitCode.OK).number();
  }

  private void print(ProjectRights rights, List<String> claims, boolean changed) {
    if (revoke) {
      output.line(
          changed ? "No longer approved: " + rights.root() : "Was not approved: " + rights.root());
      return;
    }
    if (claims.isEmpty()) {
      output.line("Nothing to approve: %s decides nothing beyond itself.".formatted(rights.root()));
      return;
    }
    output.line("The project %s decides:".formatted(rights.root()));
    claims.forEach(claim -> output.line("  " + claim));
    output.line(
        changed
            ? "Approved."
            : dryRun ? "Nothing was approved: dry run." : "It is approved already.");
  }

  private void writeJson(ProjectRights rights, List<String> claims, boolean changed) {
    output.json(
        out -> {
          out.writeStartObject();
          out.writeStringProperty("project", rights.root().toString());
          out.writeArrayPropertyStart("claims");
          claims.forEach(out::writeString);
          out.writeEndArray();
          out.writeBooleanProperty("approved", !claims.isEmpty() && rights.isApproved());
          out.writeBooleanProperty("changed", changed);
          out.writeEndObject();
        });
  }
}
