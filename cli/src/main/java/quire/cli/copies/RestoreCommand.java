package quire.cli.copies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import quire.api.StoreDamagedException;
import quire.api.Subject;
import quire.api.spi.ShellWord;
import quire.cli.base.Consent;
import quire.cli.base.Counted;
import quire.cli.base.ExitCode;
import quire.cli.base.Facts;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.settings.Settings;
import quire.cli.stores.KnownStores;
import quire.cli.stores.Stores;

/** {@code quire restore}. */
@Command(
    name = "restore",
    description = {
      "Make a store of a backup: with times, authors and history, for any backend.",
      "Where there is a store, shows what would change in it, and changes it once that is agreed"
          + " to: at a terminal it asks, elsewhere it needs --yes. What was there is backed up"
          + " first."
    },
    footer = {
      "",
      "Examples:",
      "  quire restore memory.quire --store sqlite:restored.db",
      "  quire restore memory.quire --store vault:notes",
      "  quire restore memory.quire --yes"
    })
public final class RestoreCommand implements Callable<Integer> {
  /** So many facts are shown of each kind; the others are counted. */
  private static final int SHOWN = 20;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private Consent consent = new Consent();

  @Parameters(paramLabel = "FILE", description = "what quire backup wrote")
  private Path file = Path.of("");

  private final Stores stores;
  private final KnownStores known;
  private final Output output;
  private final Clock clock;

  public RestoreCommand(Stores stores, KnownStores known, Output output, Clock clock) {
    this.stores = stores;
    this.known = known;
    this.output = output;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    Path source = file.toAbsolutePath().normalize();
    if (!Files.isRegularFile(source)) {
      throw new ParameterException(
          spec.commandLine(), "there is no file %s; nothing was restored".formatted(source));
    }
    Settings target = stores.settings(store);
    Archive archive = new Archive(source);
    archive.check();
    try {
      return restore(archive, target).number();
    } catch (StoreDamagedException damaged) {
      return exchange(archive, target, damaged).number();
    }
  }

  private ExitCode restore(Archive archive, Settings target) throws IOException {
    try (Filling filling = new Filling(target.provider(), Copying.forFilling(target))) {
      if (filling.fits(archive)) {
        return fill(filling, archive, target);
      }
    }
    return putRight(archive, target);
  }

  private ExitCode fill(Filling filling, Archive archive, Settings target) throws IOException {
    filling.from(archive, archive.file().toString());
    Comparison comparison;
    try (OpenStore restored = new OpenStore(filling.store())) {
      comparison = Comparison.of(archive, restored, true);
    }
    known.replaced(target.address());
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeBooleanProperty("dryRun", false);
            out.writeStringProperty("store", target.address());
            out.writeNumberProperty("entities", filling.entities());
            out.writeNumberProperty("differences", comparison.count());
            out.writeEndObject();
          });
    } else {
      comparison.differences().forEach(how -> output.line(Output.visible(how)));
      output.line(
          "restored %s to %s; compared with the backup: %s"
              .formatted(
                  Counted.of(filling.entities(), "entity"),
                  Output.visible(target.address()),
                  comparison.verdict()));
    }
    return comparison.count() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private ExitCode putRight(Archive archive, Settings target) throws IOException {
    try (PutRight work = new PutRight(target, archive, known.backups(target), clock)) {
      Return plan = work.plan();
      if (!json.isSet()) {
        explain(plan, archive, target);
      }
      boolean agreed = !plan.isNothing() && consent.given(output, "Change it?");
      if (agreed) {
        work.carryOut();
      }
      report(work, plan, target, agreed);
    }
    return ExitCode.OK;
  }

  private void explain(Return plan, Archive archive, Settings target) throws IOException {
    output.line(
        "%s would hold again what the backup of %s holds:"
            .formatted(Output.visible(target.address()), Output.visible(archive.origin())));
    show("  - ", plan.going());
    show("  + ", plan.coming());
    if (plan.going().isEmpty() && plan.coming().isEmpty() && !plan.isNothing()) {
      output.line("  the same facts in another order");
    }
  }

  private void show(String sign, List<Subject> facts) {
    facts.stream()
        .limit(SHOWN)
        .forEach(fact -> output.line(sign + Output.visible(Facts.text(fact))));
    if (facts.size() > SHOWN) {
      output.line("%sand %,d more".formatted(sign, facts.size() - SHOWN));
    }
  }

  private void report(PutRight work, Return plan, Settings target, boolean agreed) {
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeBooleanProperty("dryRun", !agreed);
            out.writeStringProperty("store", target.address());
            out.writeNumberProperty("removed", plan.going().size());
            out.writeNumberProperty("added", plan.coming().size());
            work.kept().ifPresent(kept -> out.writeStringProperty("kept", kept.toString()));
            out.writeEndObject();
          });
    } else if (plan.isNothing()) {
      output.line("It holds the same facts already; nothing was changed");
    } else if (!agreed) {
      output.line(
          "%s would go and %s come back. Nothing was changed. To do it: the same command with --yes"
              .formatted(
                  Counted.of(plan.going().size(), "fact"),
                  Counted.of(plan.coming().size(), "fact")));
    } else {
      output.line(
          "%s went and %s came back. What was there before is in %s; to take it back: quire undo --yes"
              .formatted(
                  Counted.of(work.removed(), "fact"),
                  Counted.of(work.added(), "fact"),
                  Output.visible(work.kept().map(Path::toString).orElse(""))));
      if (work.isDisturbed()) {
        output.line("Others wrote meanwhile; what they wrote has stayed. To see it: quire log");
      }
    }
  }

  /** What cannot be read cannot be compared: a person decides by the message. */
  private ExitCode exchange(Archive archive, Settings target, StoreDamagedException damaged)
      throws IOException {
    Exchange exchange = Exchange.of(target, clock, damaged);
    if (!json.isSet()) {
      output.line(Output.visible(String.valueOf(damaged.getMessage())));
      output.line(
          "The store would be replaced by the backup of %s, and kept as %s"
              .formatted(
                  Output.visible(archive.origin()), Output.visible(exchange.kept().toString())));
    }
    boolean agreed = consent.given(output, "Replace it?");
    if (agreed) {
      exchange.carryOut(archive);
      known.replaced(target.address());
    }
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeBooleanProperty("dryRun", !agreed);
            out.writeStringProperty("store", target.address());
            if (agreed) {
              out.writeNumberProperty("entities", exchange.entities());
              out.writeStringProperty("kept", exchange.kept().toString());
            }
            out.writeEndObject();
          });
    } else if (agreed) {
      output.line(
          "restored %s to %s; compared with the backup: equal. The damaged store is %s"
              .formatted(
                  Counted.of(exchange.entities(), "entity"),
                  Output.visible(target.address()),
                  ShellWord.of(exchange.kept().toString())));
    } else {
      output.line("Nothing was changed. To do it: the same command with --yes");
    }
    return ExitCode.OK;
  }
}
