package quire.cli.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.secrets.SecretPolicy;

/**
 * What is in force for one process.
 *
 * @param answerBytes what an answer to a client usually holds at most; 0 for anything
 * @param secrets what becomes of a secret that is about to be stored
 * @param backup whether the store is backed up by itself
 * @param importFrom the JSONL file of another memory server that the store takes over once
 * @param claims what the project's own files decide beyond the project, for which the user's
 *     approval is needed; each names where it was said
 * @param passedOver repositories and files around that do not count, because another user of the
 *     machine put them there or could have; each with the reason
 * @param along where the user's own memory is that reads answer from too, if they do
 * @param reasons each setting with its value and where it came from, for people
 */
public record Settings(
    Optional<Project> project,
    MemoryStoreProvider provider,
    StoreSettings store,
    Duration callDeadline,
    int answerBytes,
    SecretPolicy secrets,
    BackupPolicy backup,
    Optional<Path> importFrom,
    List<String> claims,
    List<String> passedOver,
    Optional<Settings> along,
    List<Reason> reasons) {
  public Settings {
    claims = List.copyOf(claims);
    passedOver = List.copyOf(passedOver);
    reasons = List.copyOf(reasons);
  }

  /** One setting in force, and why. */
  public record Reason(String key, String value, String origin) {}

  /** {@return the same, where the reads answer from the user's own store too} */
  Settings with(Settings users, List<String> more) {
    return new Settings(
        project,
        provider,
        store,
        callDeadline,
        answerBytes,
        secrets,
        backup,
        importFrom,
        more,
        passedOver,
        Optional.of(users),
        reasons);
  }

  /** {@return the same for another store, of no project} */
  Settings of(MemoryStoreProvider otherProvider, StoreSettings other) {
    return new Settings(
        Optional.empty(),
        otherProvider,
        other,
        callDeadline,
        answerBytes,
        secrets,
        backup,
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  /** {@return whether the store is there} */
  public boolean storeExists() {
    return provider.exists(store);
  }

  /** {@return the file or folder that is the store; empty if it is not on this machine} */
  public Optional<Path> place() {
    return provider.files(store).stream().findFirst();
  }

  /** {@return the store as it is written after {@code --store}} */
  public String address() {
    return provider.id() + ":" + store.location();
  }
}
