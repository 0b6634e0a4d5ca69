package quire.cli.stores;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import quire.api.StoreException;
import quire.cli.base.ConfigurationException;
import quire.cli.base.ExitCode;
import quire.cli.base.Flags;
import quire.cli.base.JsonFlag;
import quire.cli.base.Moment;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.settings.Settings;

/** {@code quire stores}. */
@Command(
    name = "stores",
    description = "List the stores that Quire has seen on this machine, the last used first.",
    footer = {
      "",
      "The store that is in force here is marked with *, one that is read along with +.",
      "",
      "Examples:",
      "  quire stores",
      "  quire stores --json"
    })
public final class StoresCommand implements Callable<Integer> {
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  private final Stores stores;
  private final KnownStores known;
  private final Output output;

  public StoresCommand(Stores stores, KnownStores known, Output output) {
    this.stores = stores;
    this.known = known;
    this.output = output;
  }

  @Override
  public Integer call() {
    Settings settings = stores.settings(store);
    String here = settings.address();
    String along = settings.along().map(Settings::address).orElse("");
    List<KnownStore> all = known.all();
    if (json.isSet()) {
      writeJson(all, here, along);
    } else {
      for (KnownStore one : all) {
        output.line(
            "%s %s  %,d entities, %,d observations, %,d relations  %s%s"
                .formatted(
                    one.address().equals(here) ? "*" : one.address().equals(along) ? "+" : " ",
                    Moment.shown(one.seen()),
                    one.entities(),
                    one.observations(),
                    one.relations(),
                    Output.visible(one.address()),
                    isThere(one) ? "" : "  (not there now)"));
      }
      if (all.isEmpty()) {
        output.line("No store was seen yet. The one in force here: " + Output.visible(here));
      }
    }
    return ExitCode.OK.number();
  }

  /** A backend that is not installed here cannot tell. */
  private boolean isThere(KnownStore one) {
    try {
      Settings settings = stores.settings(new Flags(Optional.of(one.address()), Optional.empty()));
      return settings.provider().exists(settings.store());
    } catch (ConfigurationException | StoreException unknown) {
      return false;
    }
  }

  private void writeJson(List<KnownStore> all, String here, String along) {
    output.json(
        out -> {
          out.writeStartArray();
          for (KnownStore one : all) {
            out.writeStartObject();
            out.writeStringProperty("store", one.address());
            out.writeBooleanProperty("inForce", one.address().equals(here));
            out.writeBooleanProperty("readAlong", one.address().equals(along));
            out.writeBooleanProperty("there", isThere(one));
            out.writeNumberProperty("entities", one.entities());
            out.writeNumberProperty("observations", one.observations());
            out.writeNumberProperty("relations", one.relations());
            out.writeNumberProperty("lastSequence", one.sequence());
            out.writeStringProperty("seen", one.seen().toString());
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }
}
