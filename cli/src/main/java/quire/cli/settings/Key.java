package quire.cli.settings;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import quire.api.Durability;
import quire.cli.base.ConfigurationException;
import quire.secrets.SecretPolicy;

/**
 * A setting that Quire itself understands; those of a backend are named by its provider.
 *
 * @param name as in quire.toml, tables separated by dots
 * @param expected what the value must be, for messages
 * @param reading empty for a value that is not understood
 */
record Key<T>(String name, String expected, Function<Object, Optional<T>> reading) {
  static final Key<StoreAddress> STORE =
      new Key<>(
          "store",
          "a backend and a location such as \"sqlite:memory.db\"",
          value -> text(value).flatMap(StoreAddress::of));
  static final Key<Durability> DURABILITY =
      new Key<>("durability", "\"full\" or \"normal\"", value -> text(value).flatMap(Key::level));
  static final Key<Integer> NAME_LIMIT =
      new Key<>("limits.name_code_points", "a whole number from 1 to 100,000", Key.whole(100_000));
  static final Key<Integer> OBSERVATION_LIMIT =
      new Key<>("limits.observation_bytes", "bytes from 1 to 33,554,432", Key.whole(32 << 20));
  static final Key<Integer> CALL_LIMIT =
      new Key<>("limits.call_bytes", "bytes from 1 to 33,554,432", Key.whole(32 << 20));
  static final Key<Integer> ANSWER_LIMIT =
      new Key<>(
          "limits.answer_bytes", "bytes from 1,000 to 33,554,432, or 0 for no limit", Key::answer);
  static final Key<Duration> CALL_DEADLINE =
      new Key<>("deadlines.call_seconds", "seconds from 0.1 to 3600", Key::seconds);

  static final Key<SecretPolicy> SECRETS =
      new Key<>(
          "secrets",
          "\"redact\", \"refuse\" or \"off\"",
          value -> text(value).flatMap(SecretPolicy::of));

  static final Key<BackupPolicy> BACKUP =
      new Key<>("backup", "\"daily\" or \"off\"", value -> text(value).flatMap(BackupPolicy::of));

  static final Key<Scope> SCOPE =
      new Key<>(
          "scope", "\"project\" or \"project+user\"", value -> text(value).flatMap(Scope::of));

  static final List<Key<?>> ALL =
      List.of(
          STORE,
          DURABILITY,
          NAME_LIMIT,
          OBSERVATION_LIMIT,
          CALL_LIMIT,
          ANSWER_LIMIT,
          CALL_DEADLINE,
          SECRETS,
          BACKUP,
          SCOPE);

  /** {@return the environment variable that sets it} */
  String variable() {
    return "QUIRE_" + name.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /**
   * {@return what was given, understood}
   *
   * @throws ConfigurationException naming the place and what is expected
   */
  T read(SettingValue given) {
    return reading
        .apply(given.value())
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "%s: %s must be %s, not %s"
                        .formatted(given.origin(), name, expected, shown(given.value()))));
  }

  private static String shown(Object value) {
    return value instanceof String text ? "\"" + text + "\"" : value.toString();
  }

  private static Optional<String> text(Object value) {
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private static Optional<Durability> level(String text) {
    return switch (text) {
      case "full" -> Optional.of(Durability.FULL);
      case "normal" -> Optional.of(Durability.NORMAL);
      default -> Optional.empty();
    };
  }

  private static Function<Object, Optional<Integer>> whole(int most) {
    return value ->
        number(value)
            .filter(number -> number >= 1 && number <= most && number % 1 == 0)
            .map(Double::intValue);
  }

  private static Optional<Integer> answer(Object value) {
    Optional<Double> none = number(value).filter(number -> number == 0);
    return none.map(Double::intValue)
        .or(() -> whole(32 << 20).apply(value).filter(bytes -> bytes >= 1_000));
  }

  private static Optional<Duration> seconds(Object value) {
    return number(value)
        .filter(number -> number >= 0.1 && number <= 3600)
        .map(number -> Duration.ofMillis(Math.round(number * 1000)));
  }

  private static Optional<Double> number(Object value) {
    return value instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
  }
}
