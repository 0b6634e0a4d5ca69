package quire.cli.stores;

import java.util.function.Consumer;
import java.util.function.Function;
import quire.api.MemoryStore;
import quire.cli.base.Flags;
import quire.cli.base.StoreFlags;
import quire.cli.intake.BroughtTime;
import quire.cli.intake.JsonlImport;
import quire.cli.settings.Settings;
import quire.cli.settings.SettingsReader;

/** Gives a command the store that its flags mean, for as long as the command needs it. */
public final class Stores {
  private final SettingsReader reader;
  private final StoreOpener opener;
  private final UnfinishedMove moves;
  private final Consumer<Settings> afterwards;

  /**
   * @param afterwards runs when a command has used a store
   */
  public Stores(
      SettingsReader reader,
      StoreOpener opener,
      UnfinishedMove moves,
      Consumer<Settings> afterwards) {
    this.reader = reader;
    this.opener = opener;
    this.moves = moves;
    this.afterwards = afterwards;
  }

  public Settings settings(StoreFlags flags) {
    return settings(flags.flags());
  }

  public Settings settings(Flags flags) {
    Settings settings = reader.read(flags);
    return flags.store().isPresent() ? settings : moves.finished(settings);
  }

  /** {@return the clock of every store that is used here} */
  public BroughtTime clock() {
    return opener.clock();
  }

  /** {@return whether the store is there, and using it brings nothing into it} */
  public boolean isComplete(Settings settings) {
    return settings.storeExists() && !JsonlImport.isDue(settings);
  }

  /** Makes ready what is around a store that is made otherwise than by its first use here. */
  public void prepare(Settings settings) {
    StoreOpener.prepare(settings);
  }

  public <T> T use(StoreFlags flags, Function<MemoryStore, T> work) {
    return use(settings(flags), work);
  }

  /** Asks with the user's own store beside it, where the settings say so. */
  public <T> T ask(StoreFlags flags, Function<MemoryStore, T> question) {
    Settings settings = settings(flags);
    T answer;
    try (MemoryStore store = opener.openInScope(settings)) {
      answer = question.apply(store);
      opener.watch(settings).note(store);
    }
    afterwards.accept(settings);
    return answer;
  }

  public <T> T use(Settings settings, Function<MemoryStore, T> work) {
    T result;
    try (MemoryStore store = opener.open(settings)) {
      result = work.apply(opener.telling(store, settings));
      opener.watch(settings).note(store);
    }
    afterwards.accept(settings);
    return result;
  }
}
