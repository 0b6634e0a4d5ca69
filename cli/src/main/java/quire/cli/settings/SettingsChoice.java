package quire.cli.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import quire.api.Durability;
import quire.api.Limits;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreFolders;
import quire.api.spi.StoreSettings;
import quire.cli.base.ConfigurationException;
import quire.cli.base.Distributions;
import quire.cli.base.Surroundings;
import quire.cli.settings.Settings.Reason;
import quire.mcp.ServerSetup;
import quire.process.trust.Trust;
import quire.process.trust.Trust.Doubt;
import quire.resilience.Patience;
import quire.secrets.SecretPolicy;

/** Picks each setting from the strongest place that gives it, and remembers why. */
final class SettingsChoice {
  private final Surroundings surroundings;
  private final List<MemoryStoreProvider> backends;
  private final Optional<Project> project;
  private final List<Map<String, SettingValue>> layers;
  private final Map<String, SettingValue> own;
  private final Map<String, SettingValue> users;
  private final List<String> passedOver;
  private final List<Reason> reasons = new ArrayList<>();

  SettingsChoice(
      Surroundings surroundings,
      List<MemoryStoreProvider> backends,
      Optional<Project> project,
      List<Map<String, SettingValue>> layers,
      Map<String, SettingValue> own,
      Map<String, SettingValue> users,
      List<String> passedOver) {
    this.surroundings = surroundings;
    this.backends = backends;
    this.project = project;
    this.layers = layers;
    this.own = own;
    this.users = users;
    this.passedOver = passedOver;
  }

  Settings settings() {
    Optional<SettingValue> named = first(Key.STORE.name());
    Optional<StoreAddress> address = named.map(Key.STORE::read);
    MemoryStoreProvider provider =
        address.isPresent() ? installed(address.get().backend(), origin(named)) : usual();
    String location =
        address
            .flatMap(StoreAddress::location)
            .map(text -> location(provider, text, named.orElseThrow()))
            .orElseGet(() -> usualLocation(provider));
    because(Key.STORE.name(), provider.id() + ":" + location, named);
    Duration deadline = callDeadline();
    StoreSettings store =
        new StoreSettings(
            placed(location, provider, named), durability(), limits(), options(provider), deadline);
    Scope scope = pick(Key.SCOPE, Scope.PROJECT, Scope::word);
    Settings settings =
        new Settings(
            project,
            provider,
            store,
            deadline,
            pick(Key.ANSWER_LIMIT, ServerSetup.USUAL_ANSWER_BYTES, String::valueOf),
            pick(Key.SECRETS, SecretPolicy.REDACT, SecretPolicy::word),
            pick(Key.BACKUP, BackupPolicy.DAILY, BackupPolicy::word),
            new MemoryVariables(surroundings, project, backends)
                .source(named.filter(given -> given.origin().startsWith("MEMORY_")).isPresent()),
            claims(provider, store, named),
            passedOver,
            Optional.empty(),
            reasons);
    return scope == Scope.PROJECT_AND_USER ? withUsers(settings) : settings;
  }

  /** Where both are one store, there is nothing to be read along. */
  private Settings withUsers(Settings settings) {
    Settings along = users(settings);
    if (along.address().equals(settings.address())) {
      return settings;
    }
    List<String> claims = new ArrayList<>(settings.claims());
    SettingValue asked = first(Key.SCOPE.name()).orElseThrow();
    if (isOwn(Key.SCOPE.name(), asked)) {
      claims.add(asked.origin() + ": reads answer from your own memory too");
    }
    return settings.with(along, claims);
  }

  /**
   * {@return the user's own store: the one in force outside of any project, as the user's own file
   * has it} Nothing that came with a project has a say in it.
   */
  private Settings users(Settings settings) {
    Optional<SettingValue> named = Optional.ofNullable(users.get(Key.STORE.name()));
    Optional<StoreAddress> address = named.map(Key.STORE::read);
    MemoryStoreProvider provider =
        address.isPresent() ? installed(address.get().backend(), origin(named)) : usual();
    Optional<Path> base = named.flatMap(SettingValue::base);
    StoreFolders folders =
        new StoreFolders(surroundings.home(), surroundings.dataFolder(), Optional.empty(), base);
    String location =
        SettingValue.understood(
            address.isPresent() ? origin(named) : "The backend " + provider.id(),
            () ->
                address.flatMap(StoreAddress::location).isPresent()
                    ? provider.location(address.get().location().get(), folders)
                    : provider.usualLocation(folders));
    Map<String, String> options = new TreeMap<>();
    for (String option : provider.options()) {
      SettingValue given = users.get(provider.id() + "." + option);
      if (given != null) {
        options.put(option, given.value().toString());
      }
    }
    StoreSettings store =
        new StoreSettings(
            placed(location, provider, named),
            settings.store().durability(),
            settings.store().limits(),
            options,
            settings.callDeadline());
    return settings.of(provider, store);
  }

  private static String placed(
      String location, MemoryStoreProvider provider, Optional<SettingValue> named) {
    if (location.startsWith(Surroundings.NOWHERE.toString())) {
      throw new ConfigurationException(
          "%s: the store has no place here, because neither a home is known nor a working folder is there; nothing was opened. Set HOME, or name the store with an absolute path: QUIRE_STORE=%s:/folder/memory.db"
              .formatted(origin(named), provider.id()));
    }
    return location;
  }

  /**
   * {@return what the project's own files decide beyond the project} The project decides where the
   * store is if its file names it, and if nobody does: then a link that came with it may lead away.
   */
  private List<String> claims(
      MemoryStoreProvider provider, StoreSettings store, Optional<SettingValue> named) {
    List<String> claims = new ArrayList<>();
    if (project.isEmpty()) {
      return claims;
    }
    if (named.isEmpty() || isOwn(Key.STORE.name(), named.get())) {
      List<Path> files = provider.files(store);
      if (named.isPresent() && files.isEmpty()) {
        claims.add(
            "%s: the store is on a server, %s:%s"
                .formatted(origin(named), provider.id(), store.location()));
      }
      for (Path file : files) {
        if (!isInside(file, project.get(), named)) {
          claims.add(origin(named) + ": the store is " + destination(file));
          break;
        }
        Optional<Doubt> doubt = surroundings.trust().doubt(file);
        if (doubt.isPresent()) {
          claims.add("%s: the store is %s, and %s".formatted(origin(named), file, doubt.get()));
          break;
        }
      }
    }
    for (String option : provider.personalOptions()) {
      String key = provider.id() + "." + option;
      SettingValue given = own.get(key);
      if (given != null && isOwn(key, first(key).orElse(given))) {
        claims.add(given.origin() + ": " + key + " = " + given.value());
      }
    }
    String secrets = Key.SECRETS.name();
    SettingValue policy = own.get(secrets);
    if (policy != null
        && isOwn(secrets, first(secrets).orElse(policy))
        && Key.SECRETS.read(policy) == SecretPolicy.OFF) {
      claims.add(policy.origin() + ": secrets are stored as they are");
    }
    return claims;
  }

  /** A work tree has a folder of its own, and its own quire.toml may name a place in there. */
  private static boolean isInside(Path file, Project project, Optional<SettingValue> named) {
    if (Trust.isInside(file, project.root())) {
      return true;
    }
    Optional<Path> base = named.isPresent() ? named.get().base() : Optional.empty();
    return base.isPresent() && Trust.isInside(file, base.get());
  }

  private boolean isOwn(String key, SettingValue given) {
    return given.equals(own.get(key));
  }

  private static String destination(Path file) {
    try {
      Path end = Trust.destination(file);
      return end.equals(file) ? file.toString() : file + ", a link to " + end;
    } catch (IOException circle) {
      return file + ", a link that leads in a circle";
    }
  }

  private Durability durability() {
    return pick(Key.DURABILITY, Durability.FULL, level -> level.name().toLowerCase(Locale.ROOT));
  }

  private Limits limits() {
    return new Limits(
        pick(Key.NAME_LIMIT, Limits.STANDARD.nameCodePoints(), String::valueOf),
        pick(Key.OBSERVATION_LIMIT, Limits.STANDARD.observationBytes(), String::valueOf),
        pick(Key.CALL_LIMIT, Limits.STANDARD.callBytes(), String::valueOf));
  }

  private Duration callDeadline() {
    return pick(
        Key.CALL_DEADLINE,
        Patience.STANDARD.deadline(),
        deadline -> String.valueOf(deadline.toMillis() / 1000.0));
  }

  private Map<String, String> options(MemoryStoreProvider provider) {
    Map<String, String> options = new TreeMap<>();
    for (String option : provider.options()) {
      String key = provider.id() + "." + option;
      Optional<SettingValue> given = first(key);
      given
          .map(SettingValue::value)
          .map(Object::toString)
          .ifPresent(value -> options.put(option, value));
      if (given.isPresent()) {
        because(key, given.get().value().toString(), given);
      }
    }
    return options;
  }

  private MemoryStoreProvider installed(String id, String origin) {
    return installed(id)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "%s: no backend '%s' here, available: %s%s"
                        .formatted(
                            origin,
                            id,
                            backends.stream()
                                .map(MemoryStoreProvider::id)
                                .collect(Collectors.joining(", ")),
                            Distributions.remedy(id).map(". "::concat).orElse(""))));
  }

  private MemoryStoreProvider usual() {
    return backends.stream()
        .filter(MemoryStoreProvider::isUsual)
        .findFirst()
        .orElse(backends.getFirst());
  }

  private Optional<MemoryStoreProvider> installed(String id) {
    return backends.stream().filter(backend -> backend.id().equals(id)).findFirst();
  }

  private String location(MemoryStoreProvider provider, String text, SettingValue named) {
    return SettingValue.understood(
        named.origin(), () -> provider.location(text, folders(named.base())));
  }

  private String usualLocation(MemoryStoreProvider provider) {
    Optional<Path> base = project.map(Project::root);
    return SettingValue.understood(
        "The backend " + provider.id(), () -> provider.usualLocation(folders(base)));
  }

  private StoreFolders folders(Optional<Path> base) {
    return new StoreFolders(
        surroundings.home(), surroundings.dataFolder(), project.map(Project::root), base);
  }

  private <T> T pick(Key<T> key, T standard, Function<T, String> shown) {
    Optional<SettingValue> given = first(key.name());
    T value = given.map(key::read).orElse(standard);
    because(key.name(), shown.apply(value), given);
    return value;
  }

  private Optional<SettingValue> first(String key) {
    return layers.stream()
        .flatMap(layer -> Optional.ofNullable(layer.get(key)).stream())
        .findFirst();
  }

  private void because(String key, String value, Optional<SettingValue> given) {
    reasons.add(new Reason(key, value, origin(given)));
  }

  private static String origin(Optional<SettingValue> given) {
    return given.map(SettingValue::origin).orElse("default");
  }
}
