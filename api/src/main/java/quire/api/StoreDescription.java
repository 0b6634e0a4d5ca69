package quire.api;

import java.util.Map;

/**
 * What a store says of itself.
 *
 * @param backend the provider's id
 * @param location as in the settings that opened it
 * @param lastSequence the newest change's number, 0 if nothing was ever written
 * @param statistics what calls went through, for programs
 * @param details facts of the backend by name (engine version, durability, size), for people
 */
public record StoreDescription(
    String backend,
    String location,
    long entities,
    long observations,
    long relations,
    long lastSequence,
    StoreStatistics statistics,
    Map<String, String> details) {
  public StoreDescription {
    details = Map.copyOf(details);
  }
}
