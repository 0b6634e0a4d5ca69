package quire.api;

import java.util.Map;

/**
 * What a store says of itself.
 *
 * @param backend the provider's id
 * @param location the file or folder, absolute
 * @param lastSequence the newest change's number, 0 if nothing was ever written
 * @param details facts of the backend by name (engine version, durability, size), for people
 */
public record StoreDescription(
    String backend,
    String location,
    long entities,
    long observations,
    long relations,
    long lastSequence,
    Map<String, String> details) {
  public StoreDescription {
    details = Map.copyOf(details);
  }
}
