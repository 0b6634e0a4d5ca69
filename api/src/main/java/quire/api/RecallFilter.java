package quire.api;

import java.time.Instant;
import java.util.Optional;

/**
 * Which facts may be recalled.
 *
 * @param type only facts of entities of exactly this type
 * @param since only facts written at this time or later
 * @param before only facts written earlier than this time
 * @param client only facts written by this client
 * @param namePrefix only facts of entities whose name begins exactly so
 */
public record RecallFilter(
    Optional<String> type,
    Optional<Instant> since,
    Optional<Instant> before,
    Optional<String> client,
    Optional<String> namePrefix) {
  /** Every fact may be recalled. */
  public static final RecallFilter NONE =
      new RecallFilter(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** {@return whether every fact may be recalled} */
  public boolean isNone() {
    // Not by equals, which the JVM would make anew at the first recall of each process.
    return type.isEmpty()
        && since.isEmpty()
        && before.isEmpty()
        && client.isEmpty()
        && namePrefix.isEmpty();
  }

  /** {@return whether the fact may be recalled} */
  public boolean accepts(Fact fact) {
    return acceptsEntity(fact.entity(), fact.type())
        && since.stream().noneMatch(fact.time()::isBefore)
        && before.stream().allMatch(fact.time()::isBefore)
        && client.stream().allMatch(fact.author().client()::equals);
  }

  /** {@return whether facts of this entity may be recalled} */
  public boolean acceptsEntity(String entityName, String entityType) {
    return type.stream().allMatch(entityType::equals)
        && namePrefix.stream().allMatch(entityName::startsWith);
  }
}
