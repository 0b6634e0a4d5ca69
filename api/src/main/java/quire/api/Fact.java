package quire.api;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing that is remembered: an observation, or an entity that has none.
 *
 * @param sequence the number of the change that wrote it; negative if a person wrote it, in a
 *     backend whose files people edit
 * @param type the entity's type
 * @param text the observation; empty if the fact is the entity itself
 * @param time when the writing process's clock said it was written
 */
public record Fact(
    long sequence,
    String entity,
    String type,
    Optional<String> text,
    Author author,
    Instant time) {}
