package quire.cli.copies;

import quire.api.Durability;
import quire.api.StoreUnavailableException;
import quire.api.spi.StoreSettings;
import quire.cli.settings.Settings;

/** What all that reads or fills whole stores asks of their settings. */
public final class Copying {
  private Copying() {}

  /**
   * {@return the settings of a store that is there: who wants a copy of one means no empty one}
   *
   * @throws StoreUnavailableException if it is not
   */
  static Settings existing(Settings settings) {
    if (!settings.storeExists()) {
      throw new StoreUnavailableException(
          "There is no store %s; nothing was done. To see which there are: quire stores"
              .formatted(settings.address()));
    }
    return settings;
  }

  /**
   * {@return how a store is filled: a power cut costs the filling, which is repeated, and no call
   * that anybody waits for}
   */
  public static StoreSettings forFilling(Settings settings) {
    StoreSettings store = settings.store();
    return new StoreSettings(
        store.location(), Durability.NORMAL, store.limits(), store.options(), store.patience());
  }
}
