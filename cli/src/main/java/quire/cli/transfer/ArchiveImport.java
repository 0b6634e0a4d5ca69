package quire.cli.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import quire.api.MemoryStore;
import quire.cli.base.Counted;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;
import quire.cli.base.ProgressLine;
import quire.cli.copies.Archive;
import quire.cli.copies.Comparison;
import quire.cli.copies.Copying;
import quire.cli.copies.Filling;
import quire.cli.copies.OpenStore;
import quire.cli.copies.RedactedWhole;
import quire.cli.copies.Whole;
import quire.cli.exchange.Tally;
import quire.cli.settings.Settings;
import quire.cli.stores.Stores;
import quire.secrets.SecretPolicy;

/** Fills a store that holds nothing else with all that an archive has, history included. */
final class ArchiveImport {
  private final Stores stores;
  private final Settings settings;
  private final Path file;
  private final Whole whole;
  private final Output output;

  /**
   * Reads the archive to its end.
   *
   * @throws quire.api.StoreDamagedException if it is not whole
   */
  ArchiveImport(Stores stores, Settings settings, Path file, Output output) throws IOException {
    Archive archive = new Archive(file);
    archive.check();
    this.stores = stores;
    this.settings = settings;
    this.file = file;
    this.whole = settings.secrets() == SecretPolicy.OFF ? archive : new RedactedWhole(archive);
    this.output = output;
  }

  /** {@return whether the store is not there, empty, or was left in the middle of the same} */
  boolean fits() throws IOException {
    if (!settings.storeExists()) {
      return true;
    }
    try {
      return stores.use(settings, this::fits);
    } catch (UncheckedIOException unreadable) {
      throw new IOException(unreadable.getMessage(), unreadable);
    }
  }

  private boolean fits(MemoryStore store) {
    try {
      return Filling.fits(store, whole);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** {@return the facts alone, for a store that has something else} */
  ArchiveFacts facts() {
    return new ArchiveFacts(file, whole);
  }

  /** Says what would come. */
  ExitCode rehearse(boolean json) throws IOException {
    Tally tally = tally(json);
    try {
      Whole counted = new TalliedWhole(whole, tally);
      counted.calls(call -> {});
      counted.entities(entity -> {});
      counted.relations(relation -> {});
    } finally {
      tally.end();
    }
    report(tally, true, json, 0, "");
    return ExitCode.OK;
  }

  /** Fills the store and compares it with the archive. */
  ExitCode carryOut(boolean json) throws IOException {
    Tally tally = tally(json);
    Comparison comparison;
    stores.prepare(settings);
    try (Filling filling = new Filling(settings.provider(), Copying.forFilling(settings))) {
      filling.from(new TalliedWhole(whole, tally), file.toString());
      try (OpenStore filled = new OpenStore(filling.store())) {
        comparison = Comparison.of(whole, filled, true);
      }
    } finally {
      tally.end();
    }
    if (!json) {
      comparison.differences().forEach(how -> output.line(Output.visible(how)));
    }
    report(tally, false, json, comparison.count(), comparison.verdict());
    var _ = stores.use(settings, MemoryStore::describe); // which is remembered from now on
    return comparison.count() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private Tally tally(boolean json) {
    boolean person = Boolean.getBoolean("quire.terminal.output") && !json;
    return new Tally(new ProgressLine(output.notices(), person), () -> false);
  }

  private void report(Tally tally, boolean dryRun, boolean json, long differences, String verdict) {
    if (json) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeStringProperty("file", file.toString());
            out.writeBooleanProperty("dryRun", dryRun);
            out.writeNumberProperty("entities", tally.counts().entities());
            out.writeNumberProperty("observations", tally.counts().observations());
            out.writeNumberProperty("relations", tally.counts().relations());
            out.writeNumberProperty("calls", tally.calls());
            out.writeNumberProperty("differences", differences);
            out.writeEndObject();
          });
    } else {
      output.line(
          "%s %s with the history of %s from %s%s"
              .formatted(
                  dryRun ? "Would have imported" : "imported",
                  tally.counts(),
                  Counted.of(tally.calls(), "call"),
                  Output.visible(file.toString()),
                  dryRun ? "" : "; compared with it: " + verdict));
    }
  }
}
